"""F1 after every test: no log line, address or refusal of the whole suite tells who somebody is.

The suite's people carry names of a few lists and NIPs of one form, and stand in one town: whatever a
server or the application writes, whatever address a browser asks for, and every answer that refuses
is searched for them. `looked_at` counts, so that the end of a run can say that it did look.
"""

import re
from collections import Counter
from urllib.parse import unquote

from server.demo import names

NIP = re.compile(
    r"\b(?:19[4-9]|20[01])\d[01]\d[0-3]\d[ +]?(?:19|20)\d{2}[012]\d[ +]?[12][ +]?\d{3}\b"
)
POSITION = re.compile(r"\b113\.2\d{2,}|-7\.7\d{2,}")
TOKEN = re.compile(r"\bsidak=[^;\s]{8,}")
WORD = re.compile(r"[A-Z][A-Z']{3,}")
OURS = re.compile(r'"level": "(?:debug|info|warning|error|critical)"')  # a line of ours
KEPT_BY_TESTS = {"AMINAH", "KENARI", "PADAM", "SUTRISNO"}
NAMES = (
    frozenset(
        word
        for words in vars(names).values()
        if isinstance(words, tuple)
        for word in words
        if len(word) > 3
    )
    | KEPT_BY_TESTS
)
looked_at: Counter[str] = Counter()


def told(text: str) -> list[str]:
    """Return what in a text names somebody, says where they stood, or opens their session."""
    found = [one for form in (NIP, POSITION, TOKEN) for one in form.findall(text)]
    return found + [word for word in WORD.findall(text) if word in NAMES]


def told_by_log(text: str, *, whole: bool = True) -> list[str]:
    """Return the lines of a log that tell too much; of captured output only our own lines."""
    lines = [line for line in text.splitlines() if whole or OURS.search(line)]
    looked_at["log lines"] += len(lines)
    return [line for line in lines if told(line)]


def told_by_addresses(addresses: list[str]) -> list[str]:
    """Return the addresses that hold a name, a number or a position."""
    looked_at["addresses"] += len(addresses)
    return [one for one in addresses if one.startswith("http") and told(unquote(one))]


def told_by_refusal(status: int, text: str) -> list[str]:
    """Return what an answer tells that refuses; 409 shows both versions to those who may read them."""
    if status < 400 or status == 409:
        return []
    looked_at["refusals"] += 1
    return told(text)
