"""A separate verifier of an exported bundle: needs Python and `cryptography`, nothing of Sidak.

    python verifier.py BUNDLE.zip --key KEY_ID [--checkpoint INDEX:HASH|RECEIPT.json ...]

It checks, offline, the signed list of files, every row of the audit chain, every receipt, finding,
photo and letter, and names each item that is not what was acknowledged. The key id stands in every
receipt; take it, and checkpoints, from a phone or a paper, not from the bundle: only copies outside
show a server that rewrote everything with its own keys.
"""

import argparse
import base64
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIRST = "0" * 64
LEAST_DIGITS = 16
Fault = tuple[str, str]


def canonical(value: Any) -> str:
    """Return the RFC 8785 form; raises ValueError for a number that receipts never hold."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
        inner = ",".join(f"{_text(key)}:{canonical(member)}" for key, member in members)
        return "{" + inner + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
        text = repr(value)
        if "e" in text or "n" in text:
            raise ValueError(f"a number outside the plain range: {text}")
        return text
    return _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def b64url(text: str) -> bytes:
    """Decode base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha256(data: bytes) -> str:
    """Return the hash in hex."""
    return hashlib.sha256(data).hexdigest()


class Bundle:
    """The files of a bundle, and the key that signed it."""

    def __init__(self, path: Path, key_id: str | None) -> None:
        self._zip = zipfile.ZipFile(path)
        self.names = set(self._zip.namelist())
        self.manifest: dict[str, Any] = json.loads(self.read("bundle.json"))
        raw = b64url(self.manifest["public_key"])
        self.key_id = sha256(raw)[:16]
        if key_id is not None and key_id != self.key_id:
            raise ValueError(f"signed by key {self.key_id}, not by {key_id}")
        self._key = Ed25519PublicKey.from_public_bytes(raw)

    def read(self, name: str) -> bytes:
        """Return a file; raises ValueError when it is missing or its container is damaged."""
        try:
            return self._zip.read(name)
        except (KeyError, zipfile.BadZipFile, OSError) as error:
            raise ValueError(f"cannot be read: {error}") from error

    def lines(self, name: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
        """Yield the number and object of each line, None for one that is no JSON object."""
        for number, line in enumerate(self.read(name).splitlines(), 1):
            try:
                found = json.loads(line)
            except ValueError:
                found = None
            yield number, found if isinstance(found, dict) else None

    def signed(self, body: dict[str, Any]) -> bool:
        """Whether this key signed this object."""
        rest = {name: value for name, value in body.items() if name != "signature"}
        try:
            self._key.verify(b64url(body["signature"]), canonical(rest).encode())
        except (InvalidSignature, KeyError, TypeError, ValueError):
            return False
        return True


def file_faults(bundle: Bundle) -> Iterator[Fault]:
    """Yield what the signed list of files says otherwise."""
    if not bundle.signed(bundle.manifest):
        yield "bundle.json", "its signature does not fit: the list of files was changed"
    listed: dict[str, str] = bundle.manifest["files"]
    for name in sorted(bundle.names - listed.keys() - {"bundle.json"}):
        yield name, "this file was added"
    for name, wanted in listed.items():
        try:
            if name not in bundle.names:
                yield name, "this file is missing"
            elif sha256(bundle.read(name)) != wanted:
                yield name, "this file was changed"
        except ValueError as error:
            yield name, str(error)


def chain_faults(bundle: Bundle, rows: dict[int, dict[str, Any]]) -> Iterator[Fault]:
    """Yield each row that does not fit, and fill `rows` by log index."""
    before, index = FIRST, 0
    for number, row in bundle.lines("audit.jsonl"):
        if row is None:
            yield f"audit.jsonl:{number}", "this row cannot be read"
            index, before = index + 1, ""
            continue
        name = f"audit row {row.get('log_index')}"
        if row.get("log_index") != index + 1:
            yield name, "a row before this one is missing"
        elif before and row.get("previous_hash") != before:
            yield name, "this row does not continue the one before"
        rest = {key: value for key, value in row.items() if key != "hash"}
        try:
            if sha256(canonical(rest).encode()) != row.get("hash"):
                yield name, "this row was changed"
        except ValueError as error:
            yield name, str(error)
        index, before = int(row.get("log_index") or index + 1), str(row.get("hash"))
        rows[index] = row


def point_faults(
    rows: dict[int, dict[str, Any]], points: list[tuple[str, int, str]]
) -> Iterator[Fault]:
    """Yield each checkpoint (name, index, hash or its beginning) that the chain does not pass."""
    for name, index, digits in points:
        row = rows.get(index)
        if row is None:
            yield name, f"the chain is shorter than this checkpoint at row {index}"
        elif len(digits) < LEAST_DIGITS or not str(row.get("hash")).startswith(digits):
            yield name, f"the chain is another one at row {index}"


def finding_faults(bundle: Bundle, rows: dict[int, dict[str, Any]]) -> Iterator[Fault]:
    """Yield each receipt, finding and photo that is not what the chain and the receipt say."""
    seen = set()
    gone = forgotten(rows)
    for number, receipt in bundle.lines("receipts.jsonl"):
        if receipt is None or not bundle.signed(receipt):
            yield f"receipts.jsonl:{number}", "this receipt was changed"
            continue
        seen.add(str(receipt["finding_id"]))
        yield from receipt_faults(bundle, rows, receipt, gone)
    for row in rows.values():
        sent = row.get("action") == "finding.send" and _ours(bundle, row)
        if sent and row.get("subject_id") not in seen:
            yield f"finding {row.get('subject_id')}", "this finding or its receipt is missing"


def forgotten(rows: dict[int, dict[str, Any]]) -> set[str]:
    """Return the ids of findings and photos that a retention run of this chain forgot."""
    found: set[str] = set()
    for row in rows.values():
        detail = row.get("detail") or {}
        if row.get("action") == "retention.erase":
            found |= {str(photo) for photo in detail.get("photos", [])}
            found |= {str(row.get("subject_id"))} if detail.get("whole") else set()
    return found


def receipt_faults(
    bundle: Bundle, rows: dict[int, dict[str, Any]], receipt: dict[str, Any], gone: set[str]
) -> Iterator[Fault]:
    """Yield what of one receipt's finding and photos is not what chain and receipt say."""
    finding = str(receipt["finding_id"])
    row = rows.get(receipt["log_index"], {})
    detail = row.get("detail") or {}
    if row.get("action") != "finding.send" or row.get("subject_id") != finding:
        yield f"finding {finding}", "its audit row is not where the receipt says"
    elif row.get("hash") != receipt.get("log_hash"):
        yield f"finding {finding}", "its audit row is not the one of the receipt"
    elif detail.get("sha256") != receipt["sha256"]:
        yield f"finding {finding}", "receipt and audit disagree about its bytes"
    if finding not in gone:
        yield from _same(bundle, f"findings/{finding}.json", receipt["sha256"], "finding")
    if [photo["sha256"] for photo in receipt["photos"]] != detail.get("photos", []):
        yield f"finding {finding}", "receipt and audit disagree about its photos"
    for photo in receipt["photos"]:
        if photo["state"] == "stored" and photo["id"] not in gone:
            yield from _same(bundle, f"photos/{photo['sha256']}", photo["sha256"], "photo")


def letter_faults(bundle: Bundle, rows: dict[int, dict[str, Any]]) -> Iterator[Fault]:
    """Yield each signed letter that is not the file that was signed."""
    signed = {
        str(row.get("subject_id")): str((row.get("detail") or {}).get("pdf_sha256"))
        for row in rows.values()
        if row.get("action") == "letter.sign" and _ours(bundle, row)
    }
    for letter, wanted in signed.items():
        yield from _same(bundle, f"letters/{letter}.pdf", wanted, "letter")
    for name in sorted(bundle.names):
        if name.startswith("letters/") and name[8:-4] not in signed:
            yield name, "no audit row says that this letter was signed"


def _ours(bundle: Bundle, row: dict[str, Any]) -> bool:
    wanted = bundle.manifest["operation_id"]
    return wanted is None or row.get("operation_id") == wanted


def _same(bundle: Bundle, name: str, wanted: str, what: str) -> Iterator[Fault]:
    try:
        if name not in bundle.names:
            yield name, f"this {what} is missing"
        elif sha256(bundle.read(name)) != wanted:
            yield name, f"this {what} was changed"
    except ValueError as error:
        yield name, str(error)


def faults(path: Path, key_id: str | None, points: list[tuple[str, int, str]]) -> list[Fault]:
    """Return everything that is wrong with a bundle, each named once."""
    try:
        bundle = Bundle(path, key_id)
        rows: dict[int, dict[str, Any]] = {}
        end = ("bundle.json", bundle.manifest["log_index"], bundle.manifest["log_hash"])
        found = [*file_faults(bundle), *chain_faults(bundle, rows)]
        found += point_faults(rows, [end, *points])
        found += [*finding_faults(bundle, rows), *letter_faults(bundle, rows)]
    except (ValueError, KeyError, TypeError, AttributeError, OSError, zipfile.BadZipFile) as error:
        return [("bundle.json", f"this bundle cannot be read: {error}")]
    return list(dict.fromkeys(found))


def read_point(text: str) -> tuple[str, int, str]:
    """Read `index:hash`, or the file of a receipt."""
    if Path(text).is_file():
        kept = json.loads(Path(text).read_text())
        return f"receipt {kept['finding_id']}", int(kept["log_index"]), str(kept["log_hash"])
    index, _, digits = text.partition(":")
    return f"checkpoint {text}", int(index), digits.lower()


def main() -> int:
    """Verify one bundle; return 0 when nothing was altered."""
    parser = argparse.ArgumentParser(description="Verify a bundle exported from Sidak, offline.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--key", help="key id from a receipt or paper (16 hex digits)")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="INDEX:HASH|RECEIPT")
    asked = parser.parse_args()
    found = faults(asked.bundle, asked.key, [read_point(text) for text in asked.checkpoint])
    for name, what in found:
        sys.stdout.write(f"{name}: {what}\n")
    if not found:
        sys.stdout.write("Nothing was altered.\n")
    if not asked.key:
        sys.stdout.write("No --key was given: this says only that the bundle agrees with itself.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
