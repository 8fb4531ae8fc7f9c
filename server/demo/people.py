"""The 5,000 employees of Kota Contoh: numbers, ranks, jobs and superiors that fit together."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from server.demo.dice import Dice, ident
from server.demo.names import make_names
from server.demo.offices import OFFICES, Office
from server.demo.records import CityEmployee
from server.demo.trades import KINDS, LADDER, RANKS, Job, draw_job, golongan_for, job_title

# the people are those of one fixed day: another day of trying shows the same city
AS_OF = date(2026, 7, 1)
_FEMALE = 0.54
_NO_SUPERIOR = 0.05
_HEAD_STEPS = {"head": (13, 14), "second": (12, 13), "third": (10, 12), "unit": (11, 13)}


@dataclass(frozen=True, slots=True)
class Post:
    """One place on the payroll, before a person is drawn for it."""

    office: Office
    unit: str | None
    step: str  # "head" | "second" | "third" | "unit" | "staff"
    title: str | None
    boss: int | None  # index of the superior's post


def _leaders(office: Office) -> list[tuple[str, str]]:
    """Return (step, title) of the structural posts of the main office, head first."""
    head = office.head_title or f"Kepala {office.name}"
    if office.short == "Setda":
        return [
            ("head", head),
            ("second", "Asisten Pemerintahan dan Kesejahteraan Rakyat"),
            ("second", "Asisten Perekonomian dan Pembangunan"),
            ("second", "Asisten Administrasi Umum"),
            ("second", "Staf Ahli Wali Kota Bidang Kemasyarakatan dan SDA"),
            ("second", "Staf Ahli Wali Kota Bidang Pemerintahan dan Hukum"),
            *(
                ("third", f"Kepala Bagian {name}")
                for name in ("Umum", "Hukum", "Organisasi", "Perekonomian", "Pemerintahan")
            ),
        ]
    kinds = ("Irban", "Inspektur Pembantu") if office.trade == "audit" else ("Bidang", "Kepala")
    numbers = ("I", "II", "III")
    first = [] if office.head_acting else [("head", head)]
    second = "Wakil Direktur" if office.short == "RSUD" else f"Sekretaris {office.name}"
    return [
        *first,
        ("second", second),
        ("third", "Kepala Subbagian Umum dan Kepegawaian"),
        ("third", "Kepala Subbagian Keuangan"),
        *(
            ("third", f"{kinds[1]} {number}" if kinds[0] == "Irban" else f"Kepala Bidang {number}")
            for number in numbers
        ),
    ]


def _posts_of(office: Office, start: int, dice: Dice) -> list[Post]:
    posts: list[Post] = []
    for step, title in _leaders(office):
        # everyone in the lead reports to the head; the first post of the city (Sekda) to nobody
        boss = (0 if start else None) if not posts else start
        posts.append(Post(office, None, step, title, boss))
    chiefs = [start + at for at, post in enumerate(posts) if post.step == "third"]
    units: dict[str, int] = {}
    for unit in office.units:
        units[unit] = start + len(posts)
        head = office.unit_head if not unit.startswith("UPT") else "Kepala UPT"
        name = unit.removeprefix("Kelurahan ") if head == "Lurah" else unit
        title = f"Lurah {name}" if head == "Lurah" else f"{head} {name.removeprefix('UPT ')}"
        title = title.replace("Kepala Puskesmas Puskesmas", "Kepala Puskesmas")
        posts.append(Post(office, unit, "unit", title, start))
    while len(posts) < office.staff:
        chosen = dice.pick(office.units) if office.units and dice.chance(office.share) else None
        boss = dice.pick(chiefs) if chosen is None else units[chosen]
        posts.append(Post(office, chosen, "staff", None, boss))
    return posts


def make_posts(dice: Dice) -> list[Post]:
    """Return every post of the city; the first is the Sekda's."""
    posts: list[Post] = []
    for office in OFFICES:
        posts += _posts_of(office, len(posts), dice)
    return posts


@dataclass
class Registry:
    """Numbers already given out."""

    taken: set[str] = field(default_factory=set)

    def issue(self, dice: Dice, head: str) -> str:
        """Return `head` (15 digits) with a free sequence 001-038; at most 38 a head."""
        while True:
            number = f"{head}{dice.between(1, 38):03d}"
            if number not in self.taken:
                self.taken.add(number)
                return number


def _life(dice: Dice, kind: str, step: str, schooling: str) -> tuple[date, date]:
    """Return birth and appointment; nobody is appointed before 17."""
    youngest = {"sd": 18, "smp": 18, "sma": 19, "d3": 22, "s1": 23, "s2": 25}[schooling]
    if kind == "pns":
        ages = {"staff": (28, 56), "third": (38, 56), "unit": (40, 57)}.get(step, (46, 57))
        age = dice.between(*ages)
        joined = dice.between(youngest, min(age - 2, 34))
        year = AS_OF.year - age + joined
    else:
        year = {"cpns": 2025, "pppk": dice.between(2019, 2025), "pppk_part_time": 2025}.get(
            kind, dice.between(2012, 2024)
        )
        joined = dice.between(youngest, 33 if kind == "cpns" else 48)
    birth = date(year - joined, dice.between(1, 12), dice.between(1, 28))
    return birth, date(year, dice.between(1, 12), 1)


def _number(
    dice: Dice, issued: Registry, kind: str, sex: str, life: tuple[date, date]
) -> str | None:
    """Return NIP (8-6-1-3) or NI PPPK (first year, agreement 21 or 22); None for non-ASN."""
    birth, appointed = life
    digit = "1" if sex == "m" else "2"
    if kind in {"pns", "cpns"}:
        return issued.issue(dice, f"{birth:%Y%m%d}{appointed:%Y%m}{digit}")
    if kind in {"pppk", "pppk_part_time"}:
        agreement = "22" if dice.chance(0.06) and kind == "pppk" else "21"
        return issued.issue(dice, f"{birth:%Y%m%d}{appointed:%Y}{agreement}{digit}")
    return None


def _titles(dice: Dice, job: Job, step: str, sex: str) -> tuple[str | None, str | None]:
    if step in {"head", "second"}:
        front, back = dice.weighted(
            (
                ((None, "S.E., M.Si."), 3),
                ((None, "S.Sos., M.M."), 3),
                (("Drs." if sex == "m" else "Dra.", "M.Si."), 3),
                (("Ir.", "M.T."), 1),
                (("Dr.", "S.H., M.H."), 1),
            )
        )
        return front, back
    front = job.front
    if front is None and step == "staff" and dice.chance(0.03):
        front = "H." if sex == "m" else "Hj."
    return front, (dice.pick(job.backs) or None) if job.backs else None


def _job_of(dice: Dice, post: Post, kind: str) -> Job:
    if post.step == "staff":
        trade = post.office.unit_trade if post.unit else post.office.trade
        return draw_job(dice, trade, kind)
    if post.office.unit_trade == "school" and post.step == "unit":
        return Job(post.title or "", "s1", ("S.Pd.", "S.Pd., M.Pd."))
    if post.office.unit_trade == "health" and post.step == "unit":
        return Job(post.title or "", "s2", ("M.Kes.", ""), "dr.")
    return Job(post.title or "", "s1", ("S.E.", "S.Sos.", "S.T., M.T.", "S.H., M.Si.", "S.STP."))


def _golongan(dice: Dice, post: Post, kind: str, job: Job, years: int) -> str | None:
    if post.step == "staff":
        return golongan_for(kind, job.schooling, years)
    if post.title == "Sekretaris Daerah":
        return "IV/d"
    return LADDER[dice.between(*_HEAD_STEPS[post.step])]


def make_people(seed: int) -> tuple[list[CityEmployee], list[Post]]:
    """Return the employees and their posts, in the same order."""
    dice = Dice(f"people/{seed}")
    posts = make_posts(dice)
    sexes = ["f" if dice.chance(_FEMALE) else "m" for _ in posts]
    names = {sex: iter(make_names(dice, sex, sexes.count(sex))) for sex in ("m", "f")}
    issued = Registry()
    ids = [ident(seed, "employee", at) for at in range(len(posts))]
    people = []
    for at, post in enumerate(posts):
        kind = "pns" if post.step != "staff" else dice.weighted(KINDS)
        job = _job_of(dice, post, kind)
        while job.title.startswith("Bidan") and sexes[at] == "m":
            job = _job_of(dice, post, kind)
        birth, appointed = _life(dice, kind, post.step, job.schooling)
        golongan = _golongan(dice, post, kind, job, AS_OF.year - appointed.year)
        front, back = _titles(dice, job, post.step, sexes[at])
        people.append(
            CityEmployee(
                id=ids[at],
                nip=_number(dice, issued, kind, sexes[at], (birth, appointed)),
                name=next(names[sexes[at]]),
                front_title=front,
                back_title=back,
                sex=sexes[at],
                birth_date=birth,
                appointed=appointed,
                kind=kind,
                golongan=golongan,
                rank=RANKS.get(golongan or ""),
                job=job_title(job, golongan) if post.step == "staff" else job.title,
                job_type=job.job_type if post.step == "staff" else "Struktural",
                opd_id=ident(seed, "opd", post.office.code),
                unit_id=ident(seed, "unit", post.office.code, post.unit) if post.unit else None,
                unit=post.unit,
                superior_id=_superior(dice, post, ids),
            )
        )
    return people, posts


def _superior(dice: Dice, post: Post, ids: list[UUID]) -> UUID | None:
    """Return the direct superior; a share of the staff has none in the data, as in life."""
    missing = post.step == "staff" and dice.chance(_NO_SUPERIOR)
    return None if post.boss is None or missing else ids[post.boss]
