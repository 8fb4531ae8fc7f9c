"""The phone: what its first screen weighs on the wire (Lighthouse figures need a real page load)."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from benches.figure import Figure
from benches.yard import Yard

DIST = Path(__file__).resolve().parent.parent.parent / "pwa" / "dist"
LINKED = re.compile(r"""(?:src|href)="/(assets/[^"]+\.(js|css))\"""")


def figures(_yard: Yard) -> Iterator[Figure]:
    """Yield the weight of what index.html links, as gzip sends it."""
    page = (DIST / "index.html").read_text()
    weight = {"js": 0, "css": 0}
    for name, kind in LINKED.findall(page):
        weight[kind] += len(gzip.compress((DIST / name).read_bytes(), 6))
    how = "berkas yang ditautkan index.html, gzip 6"
    yield Figure("layar pertama, JS", weight["js"] / 1024, "KB", 60, how)
    yield Figure("layar pertama, CSS", weight["css"] / 1024, "KB", 20, how)
