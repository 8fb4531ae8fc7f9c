"""Gzip made of parts (RFC 1952): the large common part is compressed once, the small ones each time.

A part ends with a full flush (RFC 1951 §3.2.4: byte-aligned, no reference back), so that packed
parts of one answer may stand behind those of another in one gzip member, which every browser reads.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x03\x00"  # final, fixed codes, nothing but its end


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes, plain and packed."""

    plain: bytes
    packed: bytes


def part(plain: bytes) -> Part:
    """Pack some bytes so that they may stand anywhere in a gzip member."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Part(plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH))


def gzipped(parts: Sequence[Part]) -> bytes:
    """Return one gzip member that holds all parts in order."""
    checksum = length = 0
    for one in parts:
        checksum = zlib.crc32(one.plain, checksum)
        length += len(one.plain)
    body = b"".join(one.packed for one in parts)
    return _HEADER + body + _LAST_BLOCK + struct.pack("<II", checksum, length & 0xFFFFFFFF)
