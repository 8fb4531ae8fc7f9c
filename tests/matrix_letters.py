"""Lines and letters for the permission matrix: made through the API by the desk, in each state."""

from typing import Any
from uuid import UUID, uuid4

from matrix_world import MatrixWorld
from werkzeug.test import TestResponse

from server.core.db import db
from server.summons.models import Examination, Letter

OFFICE = {
    "government": "PEMERINTAH KOTA CONTOH",
    "agency": "BKPSDM",
    "address": "Jl. Contoh 1",
    "city": "Kota Contoh",
    "hearing_place": "Ruang rapat BKPSDM",
}
TOKEN = "0123456789abcdefghjkmnpqrs"
SIGNER = {"letter_kind": "A", "title": "Sekretaris Daerah", "name": "Drs. CONTOH, M.Si."}


def furnish(made: MatrixWorld) -> None:
    """Add things "line", "letter" and "signatory" to a world whose tables are committed."""
    desk, approver = made.city.client("desk"), made.city.client("approver")

    def sound(answer: TestResponse) -> Any:
        assert answer.status_code < 300, answer.text
        return answer.json

    sound(desk.put("/api/letterhead", json=OFFICE))
    signer = sound(desk.post("/api/signatories", json=SIGNER))
    made.add("signatory", "of letter A", {"signatory_id": signer["id"]})
    made.add("template", "of letter A", {"kind": "A"})
    made.add("template", "of no letter", {"kind": "C"}, exists=False)
    for place in [one for one in made.things["operation"] if one.exists][1:]:
        operation = place.id("operation_id")
        where = f"/api/operations/{operation}"
        listed = sound(desk.get(f"{where}/summons-list.json"))
        line = listed["opds"][0]["lines"][0]["line_id"]
        ids = {"operation_id": operation, "line_id": line}
        made.add(
            "line", f"{place.label} listed", ids, state=place.state, author="finder", opd="Dishub"
        )
        if place.state == "closed":
            answer = made.city.client("opd_dishub").post(
                f"/api/own-lines/{line}/replies",
                json={"operation_id": operation, "kind": "explanation", "note": "tugas luar"},
            )
            ids = {**ids, "late_id": sound(answer)["id"]}
            made.add("reply", "of Dishub", ids, state="closed", opd="Dishub")
        made_letters = sound(desk.post(f"{where}/letters", json={"kind": "A"}))["items"]
        letter = made_letters[0]["id"]
        facts = {"state": place.state, "author": "desk", "opd": "Dishub"}
        if place.state == "closed":
            sound(desk.post(f"/api/letters/{letter}/submit", json=_step(made_letters[0])))
        status = sound(approver.get(f"/api/letters/{letter}"))
        made.said[letter] = status["revision"]
        made.add("letter", f"{place.label} {status['status']}", {"letter_id": letter}, **facts)
        bap = _examination(made, UUID(operation), UUID(line), UUID(letter))
        facts |= {"author": "finder"}
        made.add("examination", f"{place.label} draft", {"examination_id": bap}, **facts)
    with made.city.app.app_context():
        paper = db.session.get_one(Letter, UUID(letter))
        paper.check_token = TOKEN
        db.session.commit()
    made.add("proof", "of a letter", {"token": TOKEN})
    made.add("proof", "of no letter", {"token": TOKEN[::-1]}, exists=False)
    for about, name in (
        ("line", "line_id"),
        ("letter", "letter_id"),
        ("signatory", "signatory_id"),
        ("reply", "late_id"),
        ("examination", "examination_id"),
    ):
        ids = {
            "line_id": uuid4(),
            name: uuid4(),
            "operation_id": made.things["operation"][1].id("operation_id"),
        }
        made.add(about, "absent", ids, exists=False)


def _examination(made: MatrixWorld, operation: UUID, line: UUID, letter: UUID) -> UUID:
    """Put a draft of a BAP down, as if the line had come to a letter B."""
    person = dict.fromkeys(("name", "nip", "rank", "job", "unit"), "-")
    head = {"government": "KOTA", "agency": "DINAS", "city": "X", "address": "", "contact": ""}
    content = {
        "head": {**head, "emblem": None}, "zone": "Asia/Jakarta", "paper": "a4", "simulation": False,
        "matter": "-", "call": 1, "letter_number": "1", "letter_dated": None,
        "person": {**person, "kind": "pns"}, "examiners": [], "questions": [], "lost": [],
        "signature": {"state": None, "declared": "", "witness": "", "witness_job": ""},
    }  # fmt: skip
    with made.city.app.app_context():
        bap = Examination(operation_id=operation, line_id=line, letter_id=letter, number=1,
                          content=content, opened_by=made.city.users["desk"])  # fmt: skip
        db.session.add(bap)
        db.session.commit()
        return bap.id


def _step(letter: dict[str, Any]) -> dict[str, Any]:
    return {"revision": letter["revision"], "reason": "siap diperiksa"}
