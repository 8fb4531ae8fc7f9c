"""What the demo city is made of: frozen records without a database."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from server.demo.names import full_name

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class CityOpd:
    """An OPD, or one of its units when `parent_id` is set (UPT, school, puskesmas, kelurahan)."""

    id: UUID
    code: str
    name: str
    short: str
    aliases: tuple[str, ...]
    parent_id: UUID | None
    head_id: UUID
    head_title: str
    head_acting: bool  # True: the head signs as "Plt."
    personnel_officer_id: UUID | None
    address: str
    lon: float
    lat: float
    schedule: str  # code of a CitySchedule


@dataclass(frozen=True, slots=True)
class CityEmployee:
    """A synthetic person on the payroll of Kota Contoh; `kind` uses the wire words."""

    id: UUID
    nip: str | None
    name: str
    front_title: str | None
    back_title: str | None
    sex: str  # "m" | "f"
    birth_date: date
    appointed: date
    kind: str
    golongan: str | None
    rank: str | None  # pangkat; PPPK have a golongan and no pangkat
    job: str
    job_type: str  # "Struktural" | "Fungsional" | "Pelaksana"
    opd_id: UUID
    unit_id: UUID | None
    unit: str | None
    superior_id: UUID | None

    @property
    def full_name(self) -> str:
        """The name with its titles."""
        return full_name(self.name, self.front_title, self.back_title)


@dataclass(frozen=True, slots=True)
class CityDay:
    """The working hours of one weekday (ISO: Monday is 1), local time."""

    weekday: int
    start: time
    end: time
    break_start: time
    break_end: time

    @property
    def minutes(self) -> int:
        """Working minutes without the break."""

        def span(first: time, last: time) -> int:
            return (last.hour - first.hour) * 60 + last.minute - first.minute

        return span(self.start, self.end) - span(self.break_start, self.break_end)


@dataclass(frozen=True, slots=True)
class CitySchedule:
    """A work schedule; a shift schedule has no rows: the roster on the ward decides."""

    id: UUID
    code: str
    name: str
    decree: str
    valid_from: date
    shift: bool
    days: tuple[CityDay, ...]
    ramadan_days: tuple[CityDay, ...]
    tolerance_minutes: int


@dataclass(frozen=True, slots=True)
class CityHoliday:
    """A day off: `public` (libur nasional) or `government` (cuti bersama)."""

    day: date
    name: str
    category: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class CityRamadan:
    """A month of Ramadan, first and last day included."""

    first: date
    last: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class CityPermit:
    """A duty letter or leave that an OPD registered; times are aware, local."""

    id: UUID
    kind: str  # "surat_tugas" | "izin_keluar" | "cuti_tahunan" | "cuti_sakit" | ...
    number: str
    dated: date
    signer_id: UUID
    employee_ids: tuple[UUID, ...]
    valid_from: datetime
    valid_to: datetime
    place: str | None
    purpose: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class CityPlace:
    """A place that a team visits; `scene` chooses how demo photos of it look."""

    key: str
    name: str
    scene: str  # "market" | "mall" | "cafe" | "square" | "street"
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class CityZone:
    """The area of one team: a closed ring of [lon, lat] and the places inside."""

    id: UUID
    team: int
    name: str
    ring: Ring
    places: tuple[CityPlace, ...]


@dataclass(frozen=True, slots=True)
class CityUser:
    """A demo account; `roles` hold everywhere, per-operation roles stand in the plan."""

    id: UUID
    username: str
    name: str
    title: str  # what the account is for, shown beside the name
    employee_id: UUID
    roles: tuple[str, ...]
    opd_id: UUID | None  # only for the role `opd`


@dataclass(frozen=True, slots=True)
class CitySignatory:
    """Who signs which letters; `form` is printed before the title ("a.n.", "Plt.", or empty)."""

    id: UUID
    employee_id: UUID
    title: str
    form: str
    letters: tuple[str, ...]  # "a", "b", "referral", "correction"


@dataclass(frozen=True, slots=True)
class CityLetterhead:
    """The kop of the letters of BKPSDM."""

    government: str
    agency: str
    address: str
    contact: str
    city: str


@dataclass(frozen=True, slots=True)
class City:
    """Kota Contoh: people fixed by `seed`, dates by `open_day` and `published_day`."""

    seed: int
    name: str
    time_zone: str
    published_day: date  # the replayed published morning
    open_day: date  # the operation that is still open
    opds: tuple[CityOpd, ...]
    units: tuple[CityOpd, ...]
    employees: tuple[CityEmployee, ...]
    schedules: tuple[CitySchedule, ...]
    holidays: tuple[CityHoliday, ...]
    ramadan: tuple[CityRamadan, ...]
    permits: tuple[CityPermit, ...]
    zones: tuple[CityZone, ...]
    users: tuple[CityUser, ...]
    signatories: tuple[CitySignatory, ...]
    letterhead: CityLetterhead

    def opd(self, short: str) -> CityOpd:
        """Return the OPD with this short name; KeyError without one."""
        for opd in self.opds:
            if opd.short == short:
                return opd
        raise KeyError(short)
