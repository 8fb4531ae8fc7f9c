"""What the letters of Kota Contoh are printed with: the kop and those who sign."""

from collections.abc import Mapping

from server.accounts.models import User
from server.demo.masters import rank_words
from server.demo.records import City, CitySignatory
from server.summons.letters import DEMO_EMBLEM
from server.summons.rules import LetterKind
from server.summons.service import office

_KINDS = {
    "a": LetterKind.A,
    "b": LetterKind.B,
    "referral": LetterKind.REFERRAL,
    "correction": LetterKind.CORRECTION,
}
_DELEGATED = "a.n."


def write_office(city: City, users: Mapping[str, User]) -> None:
    """Write the letterhead, and for each kind of letter who may sign it."""
    head = city.letterhead
    admin = users["admin"]
    written = office.set_letterhead(
        admin,
        {
            "government": head.government,
            "agency": head.agency,
            "address": head.address,
            "contact": head.contact,
            "city": head.city,
            "hearing_place": "Ruang Rapat BKPSDM Kota Contoh",
            "copies_to": ["Sekretaris Daerah Kota Contoh", "Inspektur Kota Contoh"],
        },
    )
    # past the check that it can be drawn: the server forks after this, and Typst does not survive that
    written.emblem_svg = DEMO_EMBLEM.read_text("utf-8")
    for one in city.signatories:
        for letter in one.letters:
            office.add_signatory(admin, {"letter_kind": str(_KINDS[letter]), **_who(city, one)})


def _who(city: City, one: CitySignatory) -> dict[str, str | None]:
    person = next(who for who in city.employees if who.id == one.employee_id)
    delegated = one.form.startswith(_DELEGATED)
    return {
        "form": _DELEGATED if delegated else one.form,
        "on_behalf_of": one.form.removeprefix(_DELEGATED).strip() if delegated else None,
        "title": one.title,
        "name": person.full_name,
        "rank": rank_words(person),
        "nip": person.nip,
    }
