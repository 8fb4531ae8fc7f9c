"""The RFC 8785 form of JSON, quickly where that is safe: what hashes and signatures are made over.

A chain of a million rows is read again by `./sidak verify`; the library, which is right about every
number and every alphabet, takes half of that time. Python's own encoder writes the same bytes for
texts, whole numbers, booleans and null under plain ASCII names: only such values go its way.
"""

from json import JSONEncoder
from json.encoder import encode_basestring
from typing import Any

import rfc8785

_LARGEST = 2**53 - 1
_SAFE = frozenset({str, bool, type(None)})
_encode = JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True,
    separators=(",", ":"),
).encode  # fmt: skip


def canonical(value: Any) -> bytes:
    """Return the RFC 8785 form as UTF-8; raises ValueError for what has none."""
    return canonical_text(value).encode()


def canonical_text(value: Any) -> str:
    """Return the RFC 8785 form as text; a lone surrogate in it raises when it is encoded."""
    return _encode(value) if _plain(value) else rfc8785.dumps(value).decode()


def quoted(text: str) -> str:
    """Return the RFC 8785 form of a text; raises ValueError for what is none."""
    if not isinstance(text, str):
        raise ValueError(f"no text: {type(text).__name__}")  # noqa: TRY004 - as for any other value
    return encode_basestring(text)


def _plain(value: Any) -> bool:
    """Whether both write the same: no fraction, no large number, no name beyond ASCII.

    Exact types, so that nothing with manners of its own passes for one of them. Names of ASCII are
    in the same order by code point and by UTF-16 unit (RFC 8785, 3.2.3).
    """
    kind = type(value)
    if kind in _SAFE:
        return True
    if kind is dict:
        for name, member in value.items():
            if type(name) is not str or not name.isascii():
                return False
            if type(member) not in _SAFE and not _plain(member):
                return False
        return True
    if kind is list:
        return all(type(one) in _SAFE or _plain(one) for one in value)
    return kind is int and -_LARGEST <= value <= _LARGEST
