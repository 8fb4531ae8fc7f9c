"""What a paper says, as frozen data: no database, no web, no layout.

All moments are aware datetimes; `zone` is an IANA name (Asia/Jakarta, Asia/Makassar,
Asia/Jayapura) in which they are printed. All texts are untrusted: the renderers never read them as
markup.
Over 300 lines because every paper says what it holds in one place, side by side with its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

from server.summons.letters.wording import MATTER_PNS

PaperSize = Literal["a4", "f4"]
Form = Literal["", "a.n.", "Plt.", "Plh."]

DEMO_EMBLEM: Final = Path(__file__).parent / "templates" / "kota-contoh.svg"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The kop: government, agency, address lines and the emblem (SVG or PNG bytes, or none)."""

    government: str
    agency: str
    city: str
    address: str = ""
    contact: str = ""
    emblem: bytes | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: form of authority, title lines, name, rank, NIP.

    With "a.n." the first title is the one on whose behalf, the following ones are the signer's own;
    with "Plt." or "Plh." the first title is the office held.
    """

    titles: tuple[str, ...]
    name: str
    nip: str = ""
    rank: str = ""
    form: Form = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One person as on the finding date; `kind` is a status word of the contract (pns, pppk, …)."""

    name: str
    nip: str = ""
    rank: str = ""
    job: str = ""
    unit: str = ""
    kind: str = "unknown"
    remark: str = ""
    seen_at: datetime | None = None
    seen_where: str = ""
    document: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where to appear; without `until` the paper says "s.d. selesai"."""

    starts: datetime
    place: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """Marks of a print: draft and simulation watermarks, and how to check the paper.

    `fingerprint` is a SHA-256 over the paper's facts made by the caller (a file cannot hold its own
    hash), `chain_end` the end of the audit chain (`index:hash`) when it was printed. The QR holds
    only `verify_url`; it is an address, not a signature.
    """

    draft: bool = False
    simulation: bool = False
    verify_url: str = ""
    verify_code: str = ""
    fingerprint: str = ""
    chain_end: str = ""


@dataclass(frozen=True, slots=True)
class LetterA:
    """Surat dinas to the head of an OPD that asks its people to come for klarifikasi and pembinaan.

    `number` or `dated` None prints dots for the pen: in a draft, and where the agenda clerk numbers the
    signed paper. `paragraphs` replaces the opening sentence when the office has its own text.
    `staggered`: each person has a time of their own, in the remarks of the lampiran. `in_hours`: all of
    them were seen in their working time; `on_other_days`: not all on the day of the operation.
    """

    head: Letterhead
    zone: str
    addressee: tuple[str, ...]
    opd: str
    operation: str
    operation_date: date
    persons: tuple[Person, ...]
    appointment: Appointment
    signatory: Signatory
    number: str | None = None
    dated: date | None = None
    addressee_place: str = ""
    salutation: str = "Saudara"
    assignment: str = ""
    documents_due: datetime | None = None
    contact: str = ""
    staggered: bool = False
    in_hours: bool = True
    on_other_days: bool = False
    nature: str = "Terbatas"
    subject: str = "Pemanggilan untuk klarifikasi dan pembinaan"
    paragraphs: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    imprint: Imprint = field(default_factory=Imprint)


@dataclass(frozen=True, slots=True)
class LetterB:
    """Surat Panggilan I or II to one person (PP 94/2021 Pasal 26, form of Peraturan BKN 6/2022).

    `matter` is the sentence of purpose and provision: PNS by default, PPPK pass their own text.
    """

    zone: str
    city: str
    person: Person
    before: Person
    appointment: Appointment
    signatory: Signatory
    head: Letterhead | None = None
    call: Literal[1, 2] = 1
    number: str | None = None
    dated: date | None = None
    matter: str = MATTER_PNS
    copies: tuple[str, ...] = ()
    imprint: Imprint = field(default_factory=Imprint)


@dataclass(frozen=True, slots=True)
class PlainLetter:
    """A surat dinas that calls nobody: a referral, a notice or a correction, with a list of names.

    `found_on` is the day of the operation: a sighting on it prints its time only.
    """

    head: Letterhead
    zone: str
    addressee: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    persons: tuple[Person, ...]
    signatory: Signatory
    roll_title: str
    opd: str = ""
    found_on: date | None = None
    addressee_place: str = "tempat"
    nature: str = "Terbatas"
    number: str | None = None
    dated: date | None = None
    copies: tuple[str, ...] = ()
    imprint: Imprint = field(default_factory=Imprint)


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One member of a team as signing its report; `duty` is koordinator or petugas."""

    name: str
    nip: str = ""
    duty: str = "petugas"


@dataclass(frozen=True, slots=True)
class Place:
    """One visited place; zero people is a *nihil* for that place."""

    name: str
    at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class TeamReport:
    """Berita acara of one team; without persons it says nihil.

    `checkpoint` is the head of the audit chain at printing (hex), a copy outside the server's reach.
    """

    head: Letterhead
    zone: str
    operation: str
    team: str
    starts: datetime
    until: datetime
    places: tuple[Place, ...]
    persons: tuple[Person, ...]
    members: tuple[TeamMember, ...]
    assignment: str = ""
    number: str | None = None
    addendum: bool = False
    checkpoint: str = ""
    imprint: Imprint = field(default_factory=Imprint)


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """One finding of a case sheet; words of the contract are turned into Indonesian when printed."""

    seen_at: datetime
    place: str
    team: int
    conduct: str
    activity: str
    statement: str
    observed: str
    assessment: str
    photos: int


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened in a case: when, what, by whom, why."""

    at: datetime
    what: str
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """One person of one operation for the file: each finding, and what followed by time."""

    head: Letterhead
    zone: str
    operation: str
    as_of: datetime
    person: Person
    status: str
    findings: tuple[CaseFinding, ...]
    events: tuple[CaseEvent, ...]
    imprint: Imprint = field(default_factory=Imprint)


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """Numbered slips to cut apart, as (number, code); `address` is the public page they lead to."""

    head: Letterhead
    slips: tuple[tuple[str, str], ...]
    made_at: datetime
    zone: str
    address: str
    imprint: Imprint = field(default_factory=Imprint)


@dataclass(frozen=True, slots=True)
class OpdSection:
    """One OPD of the summons list with its lines, in the order to print."""

    name: str
    persons: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every person accounted for: people = listed + not_listed + difference.

    `not_listed` counts persons by the contract's bucket (dismissed, unconfirmed, …); a difference is
    printed, never forced to zero. `to_call` are those listed whom no signed letter calls yet.
    """

    findings: int
    repeat_findings: int
    people: int
    listed: int
    not_listed: Mapping[str, int]
    difference: int
    to_call: int = 0


@dataclass(frozen=True, slots=True)
class SummonsListPaper:
    """The per-OPD summons list of one operation with its reconciliation, as of a moment."""

    head: Letterhead
    zone: str
    operation: str
    operation_date: date
    as_of: datetime
    verified: bool
    opds: tuple[OpdSection, ...]
    reconciliation: Reconciliation
    signatory: Signatory | None = None
    dated: date | None = None
    imprint: Imprint = field(default_factory=Imprint)


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """What one team did: places it went to, how many of them were *nihil*, people it found."""

    name: str
    places: int
    nil: int
    people: int


@dataclass(frozen=True, slots=True)
class MapZone:
    """A zone as drawn: its name (of the team) and its rings of [lon, lat] in degrees, holes too."""

    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class MapMark:
    """A finding as drawn; `kind` is asn, non_asn, elsewhere or unknown, and nobody's name."""

    lon: float
    lat: float
    kind: str


@dataclass(frozen=True, slots=True)
class OperationReport:
    """The report on one sidak to the head of the region, without names.

    Its figures are those of `summons`, the printed list; `operation` is its name as it stands in a
    sentence; `follow_up` counts listed persons by the state of their line. `staff` is how many people
    each office of the list has, by its name; `hours` counts persons by the local hour of their first
    sighting.
    """

    summons: SummonsListPaper
    operation: str
    addressee: str
    teams: tuple[TeamFigures, ...]
    follow_up: tuple[tuple[str, int], ...]
    signatory: Signatory
    assignment: str = ""
    copies: tuple[str, ...] = ()
    staff: Mapping[str, int] = field(default_factory=dict)
    hours: tuple[tuple[int, int], ...] = ()
    zones: tuple[MapZone, ...] = ()
    marks: tuple[MapMark, ...] = ()
