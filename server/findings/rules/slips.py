"""The paper slip that a person is handed: its number for the team, its code for the person.

Number and code each end in a check character, so that a slip of the pen is told from a stranger's
paper. The number is typed by a petugas in the sun, the code at home by whoever holds the slip.
"""

import hashlib
import hmac
from datetime import datetime
from zoneinfo import ZoneInfo

from server.accounts.rules import CODE_LETTERS, plain_code
from server.people.rules.work_time import Calendar
from server.people.rules.working_days import add_working_days

BASE = len(CODE_LETTERS)  # 31, a prime: the check letter catches each wrong or swapped letter
LENGTH = 14  # random letters: 69 bits
GROUP = 5
MOST_DIGITS = 9
LEAST_DAYS = 3  # working days


def code_of(secret: bytes, number: int, salt: bytes) -> str:
    """Return the code of a slip, the same each time it is printed: HMAC-SHA-256 (RFC 2104)."""
    digest = hmac.digest(secret, number.to_bytes(8, "big") + salt, "sha256")
    rest, letters = int.from_bytes(digest, "big"), []
    for _ in range(LENGTH):
        rest, at = divmod(rest, BASE)
        letters.append(CODE_LETTERS[at])
    body = "".join(letters)
    return body + _check_letter(body)


def code_hash(code: str) -> str:
    """Return what is kept of a code."""
    return hashlib.sha256(b"sidak slip:" + code.encode()).hexdigest()


def grouped(code: str) -> str:
    """Write a code as people read it: ABCDE-FGHJK-LMNPQ."""
    upper = code.upper()
    return "-".join(upper[at : at + GROUP] for at in range(0, len(upper), GROUP))


def read_code(typed: str) -> str | None:
    """Return the code that somebody typed off a slip, None for what is none."""
    code = plain_code(typed)
    if len(code) != LENGTH + 1 or not set(code) <= set(CODE_LETTERS):
        return None
    return code if code[-1] == _check_letter(code[:-1]) else None


def slip_words(number: int) -> str:
    """Write the number of a slip with its check digit: 0042-7."""
    return f"{number:04d}-{_check_digit(f'{number:04d}')}"


def read_slip(typed: str) -> int | None:
    """Return the number of the slip that a petugas typed, None where the check digit is wrong.

    Leading zeros, the dash, dots and spaces may be left out.
    """
    digits = typed.replace("-", "").replace(" ", "").replace(".", "")
    if not (digits.isascii() and digits.isdigit() and 1 < len(digits) <= MOST_DIGITS):
        return None
    number = int(digits[:-1])
    return number if number and slip_words(number)[-1] == digits[-1] else None


def reply_until(known_at: datetime, due_at: datetime, calendar: Calendar, zone: str) -> datetime:
    """Return until when an answer may come: the letters' deadline, but three working days at least.

    `known_at` is when the one who answers could first know: the person when found, an OPD when the
    sidak was closed. A promised letter may be due the same afternoon; a right of reply that ends
    before its holder is home would be none, and so would one that a long weekend eats.
    """
    known = known_at.astimezone(ZoneInfo(zone))
    last = add_working_days(known.date(), LEAST_DAYS, calendar)
    return max(due_at, datetime.combine(last, known.timetz()))


def _check_letter(body: str) -> str:
    """Return the weighted sum modulo 31: no two letters weigh the same, and none weighs nothing."""
    total = sum(at * CODE_LETTERS.index(letter) for at, letter in enumerate(body, 1))
    return CODE_LETTERS[total % BASE]


def _check_digit(digits: str) -> int:
    """Return the check digit (ISO/IEC 7064, MOD 11,10); it catches every single wrong digit."""
    rest = 10
    for digit in digits:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return (11 - rest) % 10
