"""The 18 digits of a NIP (PNS/CPNS) or NI PPPK: read, checked, never repaired silently.

Layout (BKN): birth YYYYMMDD, then for PNS/CPNS the month of appointment YYYYMM, for PPPK the year
and the agreement coded 21, 22, …; then sex (1 male, 2 female) and a sequence of three digits.
There is no check digit: only the roster catches a typing slip (domain.md §2).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Literal

LENGTH = 18
NIK_LENGTH = 16
OLD_LENGTH = 9
YOUNGEST = 17  # age at appointment below which a number is wrong
OLDEST = 40  # age at appointment above which a number is unusual
LAST_MONTH = 12
FIRST_AGREEMENT, LAST_AGREEMENT = 21, 29

# Typewriter and typographic marks that people put before, between and after the digits.
QUOTES = "'`\"\u2018\u2019\u201c\u201d"
DASHES = "-_\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
AROUND = str.maketrans("", "", QUOTES + DASHES + ".")

Family = Literal["pns_or_cpns", "pppk_family"]
Sex = Literal["male", "female"]
FAMILY_OF_STATUS: dict[str, Family] = {
    "pns": "pns_or_cpns",
    "cpns": "pns_or_cpns",
    "pppk": "pppk_family",
    "pppk_part_time": "pppk_family",
}
LETTERS_FOR_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "i": "1"})


class NipError(StrEnum):
    """Why a number cannot be a NIP."""

    EMPTY = "empty"
    LENGTH = "not_18_digits"
    NOT_DIGITS = "not_digits"
    BIRTH = "impossible_birth_date"
    MONTH = "not_a_month_nor_an_agreement"
    SEX = "sex_digit"
    SEQUENCE = "sequence_000"
    TOO_YOUNG = "appointed_too_young"
    FUTURE = "appointed_in_future"


class NipWarning(StrEnum):
    """What is odd about a number that can be a NIP."""

    OLD_AT_APPOINTMENT = "old_at_appointment"
    SEX_DIFFERS = "sex_differs_from_roster"
    BIRTH_DIFFERS = "birth_differs_from_roster"
    STATUS_DIFFERS = "status_differs"
    NOT_IN_ROSTER = "not_in_roster"


class NipDamage(StrEnum):
    """What probably happened to a number on its way here."""

    EXCEL_FLOAT = "excel_float"
    NIK = "nik"
    OLD_NIP = "old_nip"
    DIGIT_MISSING = "digit_missing"
    DIGIT_TOO_MANY = "digit_too_many"
    LETTERS = "letters_for_digits"


@dataclass(frozen=True, slots=True)
class NipCheck:
    """What a number says: its parts where they can be read, and what is wrong with it.

    `appointed` is the first day of the month (PNS/CPNS) or of the year (PPPK family).
    """

    nip: str
    family: Family | None
    sex: Sex | None
    born: date | None
    appointed: date | None
    errors: tuple[NipError, ...]
    warnings: tuple[NipWarning, ...] = ()
    damage: NipDamage | None = None

    @property
    def ok(self) -> bool:
        """Say whether the number can be a NIP."""
        return not self.errors


def clean(raw: str | None) -> str:
    """Return `raw` without what people put around digits; letters inside stay to be seen.

    NFKC (full-width digits), all spaces, dots, dashes, apostrophes and a leading NIP/NIPPPK/NI
    PPPK label go away. A float such as `1.98703E+17` is kept as it is: its digits are lost.
    """
    if raw is not None and raw.isascii() and raw.isdigit():
        return raw
    text = unicodedata.normalize("NFKC", raw or "").strip().strip(QUOTES)
    if re.fullmatch(r"\d([.,]\d+)?[eE]\+?\d+", text):
        return text
    text = re.sub(r"^\W*N[.\s]*I[.\s]*(?:P[.\s]*)*K?[\s.:/]*", "", text, flags=re.IGNORECASE)
    text = "".join(ch for ch in text if unicodedata.category(ch) != "Cf")
    return re.sub(r"\s", "", text.translate(AROUND))


def check_nip(
    raw: str | None,
    today: date,
    *,
    status: str | None = None,
    sex: Sex | None = None,
    born: date | None = None,
    in_roster: bool | None = None,
) -> NipCheck:
    """Check a number as typed; `status` (a PersonKind word), `sex`, `born` are the roster's.

    `today` decides what "in the future" means. Never raises: every finding is kept, a bad number
    only carries its codes.
    """
    nip = clean(raw)
    damage = _damage(nip)
    if not re.fullmatch(r"\d{18}", nip, flags=re.ASCII):
        return NipCheck(nip, None, None, None, None, _shape_errors(nip), damage=damage)
    birth = _day(nip[:8])
    family, appointed = _appointment(nip[8:14])
    own_sex = _sex(nip[14])
    errors = _errors(nip, birth, family, appointed, today)
    odd = {
        NipWarning.OLD_AT_APPOINTMENT: bool(
            birth and appointed and _age(birth, appointed) > OLDEST
        ),
        NipWarning.SEX_DIFFERS: bool(sex and own_sex and sex != own_sex),
        NipWarning.BIRTH_DIFFERS: bool(born and birth and born != birth),
        NipWarning.STATUS_DIFFERS: bool(
            family and FAMILY_OF_STATUS.get(status or "", family) != family
        ),
        NipWarning.NOT_IN_ROSTER: in_roster is False,
    }
    warnings = tuple(code for code, true in odd.items() if true)
    return NipCheck(nip, family, own_sex, birth, appointed, errors, warnings, damage)


@lru_cache(maxsize=4096)
def is_nip(raw: str | None) -> bool:
    """Say whether a number is formed like a NIP, whatever today is; for keys of persons."""
    return check_nip(raw, date.max).ok


def near_misses(nip: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Return the candidates one edit or one swap of neighbours away, sorted.

    Give the numbers of the same OPD only: in a whole city a near number is chance (domain.md §2).
    """
    own = clean(nip)
    return tuple(sorted({other for other in candidates if other != own and _near(own, other)}))


def _near(left: str, right: str) -> bool:
    at = next(
        (i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )
    if len(left) != len(right):
        longer, shorter = (left, right) if len(left) > len(right) else (right, left)
        return longer[at + 1 :] == shorter[at:]
    if left[at + 1 :] == right[at + 1 :]:
        return True
    swapped = left[at : at + 2] == right[at : at + 2][::-1]
    return swapped and left[at + 2 :] == right[at + 2 :]


def _shape_errors(nip: str) -> tuple[NipError, ...]:
    if not nip:
        return (NipError.EMPTY,)
    if not re.fullmatch(r"\d+", nip, flags=re.ASCII):
        return (NipError.NOT_DIGITS,)
    return (NipError.LENGTH,)


def _damage(nip: str) -> NipDamage | None:
    if re.search(r"\d[eE]\+?\d", nip):
        return NipDamage.EXCEL_FLOAT
    if not nip.isdigit():
        repaired = nip.translate(LETTERS_FOR_DIGITS)
        near = repaired.isdigit() and len(repaired) == LENGTH
        return NipDamage.LETTERS if near else None
    by_length = {
        NIK_LENGTH: NipDamage.NIK,
        OLD_LENGTH: NipDamage.OLD_NIP,
        LENGTH - 1: NipDamage.DIGIT_MISSING,
        LENGTH + 1: NipDamage.DIGIT_TOO_MANY,
    }
    if len(nip) == LENGTH and nip.endswith("000"):
        return NipDamage.EXCEL_FLOAT
    return by_length.get(len(nip))


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _sex(digit: str) -> Sex | None:
    return {"1": "male", "2": "female"}.get(digit)  # type: ignore[return-value]


def _appointment(digits: str) -> tuple[Family | None, date | None]:
    year, code = int(digits[:4]), int(digits[4:])
    if 1 <= code <= LAST_MONTH:
        return "pns_or_cpns", date(year, code, 1) if year else None
    if FIRST_AGREEMENT <= code <= LAST_AGREEMENT:
        return "pppk_family", date(year, 1, 1) if year else None
    return None, None


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _errors(
    nip: str, born: date | None, family: Family | None, appointed: date | None, today: date
) -> tuple[NipError, ...]:
    # A PPPK number holds only the year: the last day of it is the kindest reading of an age.
    latest = appointed and (appointed.replace(month=12, day=31) if nip[12] == "2" else appointed)
    found = {
        NipError.BIRTH: born is None,
        NipError.MONTH: family is None,
        NipError.SEX: nip[14] not in "12",
        NipError.SEQUENCE: nip[15:] == "000",
        NipError.TOO_YOUNG: bool(born and latest and _age(born, latest) < YOUNGEST),
        NipError.FUTURE: bool(appointed and appointed > today),
    }
    return tuple(code for code, wrong in found.items() if wrong)
