"""Lines and letters for the permission matrix: made through the API by the desk, in each state."""

from typing import Any
from uuid import UUID, uuid4

import canaries
from matrix_world import MatrixWorld
from werkzeug.test import TestResponse

from server.core.clock import now
from server.core.db import db
from server.people.models import Opd
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
        _own_letters(made, UUID(operation), UUID(letter), place.state)
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
        ("own_letter", "letter_id"),
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


def _own_letters(made: MatrixWorld, operation: UUID, like: UUID, state: str) -> None:
    """Put down letters B that superiors of either OPD sign, and one about the head of Dishub."""
    budi = str(made.city.employees["budi"])
    with made.city.app.app_context():
        a = db.session.get_one(Letter, like).content
        dishub = db.session.get_one(Opd, made.city.opds["Dishub"])
        dishub.head_id = made.city.employees["head"]
        for opd, about in (("Dishub", budi), ("Disdik", ""), ("Dishub", str(dishub.head_id))):
            like_a = a["persons"][0]
            blank = {name: "" if isinstance(said, str) else said for name, said in like_a.items()}
            person = {**blank, "line_id": like_a["line_id"], "kind": "pns", "seen_at": None,
                      "employee_id": about or None, "name": f"KENARI-{opd.upper()}",
                      "nip": canaries.NIP if about == budi else ""}  # fmt: skip
            content = {
                **a, "persons": [person], "call": 1, "matter": "-", "to": "person",
                "before": {**person, "employee_id": None, "unit": "-"}, "copies": [],
            }  # fmt: skip
            paper = Letter(operation_id=operation, kind="B", opd_id=dishub.id, status="approved",
                           hearing_at=now(), hearing_place="Aula", content=content,
                           drafted_by=made.city.users["desk"],
                           signing_opd_id=made.city.opds[opd])  # fmt: skip
            db.session.add(paper)
            db.session.flush()
            made.said[str(paper.id)] = 1
            owner = "" if about not in {"", budi} else opd  # nobody's: it is about the own head
            made.add("own_letter", f"{state} {opd} {about}", {"letter_id": paper.id}, state=state,
                     opd=owner)  # fmt: skip
        db.session.commit()


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
