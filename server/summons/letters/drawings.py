"""Charts and the map of a report as SVG, drawn here: the same on PDF and DOCX, and of nobody's tiles.

Kinds of people differ by shape too, not by colour alone (WCAG 2.2, 1.4.1). All texts are escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import cos, floor, log10, radians
from typing import Final

from server.summons.letters.papers import MapMark, MapZone

WIDE: Final = 480.0
BAR, STEP, LABEL = 9.0, 15.0, 214.0
COLUMNS_HIGH, MARGIN = 96.0, 22.0
MAP_LOW, MAP_HIGH = 150.0, 236.0
INK, BRAND, LINE, PALE = "#14202B", "#0B5C6B", "#8795A1", "#E7F1F3"
LONGEST: Final = 44
METRES_PER_DEGREE: Final = 111_320.0
LEAST_SPAN: Final = 300.0  # metres: two findings at one table are no map of a table
KINDS: Final = (
    ("asn", "ASN"),
    ("non_asn", "non-ASN"),
    ("elsewhere", "instansi lain, bukan pegawai"),
    ("unknown", "belum dikenal"),
)
_SHAPES: Final = {
    "asn": ("#0B5C6B", "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"),
    "non_asn": ("#8A5A00", "M-3.6 -3.6h7.2v7.2h-7.2z"),
    "elsewhere": ("#5A4A8A", "M0 -4.6L4.4 3.4h-8.8z"),
    "unknown": ("#42515D", "M0 -4.8L4.8 0L0 4.8L-4.8 0z"),
}


def bars(rows: Sequence[tuple[str, int, str]]) -> str:
    """Draw one bar per row of (label, value, words behind the bar)."""
    most = max((value for _, value, _ in rows), default=1) or 1
    room = WIDE - LABEL - 110
    parts = []
    for at, (label, value, words) in enumerate(rows):
        y = at * STEP + 3
        wide = round(room * value / most, 2)
        parts += [
            _text(LABEL - 6, y + 8, _short(label), "end"),
            f'<rect x="{LABEL}" y="{y}" width="{wide}" height="{BAR}" fill="{BRAND}"/>',
            _text(LABEL + wide + 5, y + 8, words),
        ]
    return _svg(len(rows) * STEP + 4, parts)


def columns(rows: Sequence[tuple[str, int]]) -> str:
    """Draw one column per row of (label below, value above)."""
    most = max((value for _, value in rows), default=1) or 1
    each = min(60.0, (WIDE - 20) / max(1, len(rows)))
    parts = [f'<path d="M0 {COLUMNS_HIGH}H{each * len(rows):g}" stroke="{LINE}"/>']
    for at, (label, value) in enumerate(rows):
        high = round((COLUMNS_HIGH - 16) * value / most, 2)
        middle, top = each * (at + 0.5), COLUMNS_HIGH - high
        parts.append(
            f'<rect x="{each * at + each * 0.18:g}" y="{top:g}" width="{each * 0.64:g}" '
            f'height="{high:g}" fill="{BRAND}"/>'
        )
        if value:
            parts.append(_text(middle, top - 4, str(value), "middle"))
        parts.append(_text(middle, COLUMNS_HIGH + 12, label, "middle"))
    return _svg(COLUMNS_HIGH + 18, parts)


def sketch(zones: Sequence[MapZone], marks: Sequence[MapMark]) -> str:
    """Draw zones as outlines and findings as symbols, north up, with a scale and a legend."""
    corners = [corner for zone in zones for ring in zone.rings for corner in ring]
    view = _View(corners + [(mark.lon, mark.lat) for mark in marks])
    parts = [f'<rect width="{WIDE:g}" height="{view.high:g}" fill="none" stroke="{LINE}"/>']
    parts += [
        f'<path d="{"".join(map(view.ring, zone.rings))}" fill="{PALE}" fill-rule="evenodd" '
        f'stroke="{BRAND}" stroke-width="1.2" stroke-dasharray="5 2"/>'
        for zone in zones
    ]
    parts += [_symbol(*view.at(mark.lon, mark.lat), mark.kind) for mark in marks]
    parts += [_haloed(*view.middle(zone), zone.name) for zone in zones if zone.name and zone.rings]
    parts += [_north(), *view.scale()]
    return _svg(view.high + 20, [*parts, *_legend((mark.kind for mark in marks), view.high)])


class _View:
    """Degrees to drawing units: equirectangular, true at the middle latitude."""

    def __init__(self, places: Sequence[tuple[float, float]]) -> None:
        lons, lats = [lon for lon, _ in places], [lat for _, lat in places]
        self.lon, self.lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        self.wide = METRES_PER_DEGREE * cos(radians(self.lat))
        across = max((max(lons) - min(lons)) * self.wide, LEAST_SPAN)
        along = max((max(lats) - min(lats)) * METRES_PER_DEGREE, LEAST_SPAN)
        room = WIDE - 2 * MARGIN
        self.high = round(min(max(along * room / across + 2 * MARGIN, MAP_LOW), MAP_HIGH), 1)
        self.per_metre = min(room / across, (self.high - 2 * MARGIN) / along)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x = WIDE / 2 + (lon - self.lon) * self.wide * self.per_metre
        y = self.high / 2 - (lat - self.lat) * METRES_PER_DEGREE * self.per_metre
        return round(x, 2), round(y, 2)

    def ring(self, corners: Iterable[tuple[float, float]]) -> str:
        return "M" + "L".join("{} {}".format(*self.at(*corner)) for corner in corners) + "Z"

    def middle(self, zone: MapZone) -> tuple[float, float]:
        """Return the place of a zone's name: above the middle of its first outline, inside the frame."""
        ring = [self.at(*corner) for corner in zone.rings[0]]
        x = (min(x for x, _ in ring) + max(x for x, _ in ring)) / 2
        return min(max(x, 40.0), WIDE - 40), max(min(y for _, y in ring) - 4, 12.0)

    def scale(self) -> list[str]:
        """Draw a bar of a round length, at most a quarter of the width."""
        longest = WIDE / 4 / self.per_metre
        ten = 10 ** floor(log10(longest))
        metres = next(one * ten for one in (5, 2, 1) if one * ten <= longest)
        long, y = metres * self.per_metre, self.high - 10
        words = f"{metres // 1000:g} km" if metres >= 1000 else f"{metres:g} m"  # noqa: PLR2004
        bar = f'<path d="M10 {y - 3:g}v3h{long:.2f}v-3" fill="none" stroke="{INK}"/>'
        return [bar, _haloed(14 + long, y, words, "start")]


def _symbol(x: float, y: float, kind: str) -> str:
    fill, path = _SHAPES[kind]
    place = f'transform="translate({x} {y})"'
    return f'<path {place} d="{path}" fill="{fill}" stroke="#fff" stroke-width="0.8"/>'


def _legend(kinds: Iterable[str], under: float) -> list[str]:
    """Explain the symbols that are on the map, below it."""
    seen, parts, x = set(kinds), [], 6.0
    for kind, words in KINDS:
        if kind in seen:
            parts += [_symbol(x, under + 11, kind), _text(x + 8, under + 14, words)]
            x += 30 + 4.6 * len(words)
    return parts


def _north() -> str:
    x = WIDE - 16
    arrow = f'<path d="M{x} 10l4 12l-4 -3l-4 3z" fill="{INK}"/>'
    return arrow + _text(x, 31, "U", "middle")


def _haloed(x: float, y: float, words: str, anchor: str = "middle") -> str:
    """Write on top of shapes: a white edge first, since not every reader knows `paint-order`."""
    edge = f'<g stroke="#fff" stroke-width="2.4">{_text(x, y, words, anchor, fill="#fff")}</g>'
    return edge + _text(x, y, words, anchor)


def _text(x: float, y: float, words: str, anchor: str = "start", *, fill: str = INK) -> str:
    look = f'font-family="Arimo" font-size="8.5" fill="{fill}" text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{y:g}" {look}>{escape(words)}</text>'


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def _svg(high: float, parts: Iterable[str]) -> str:
    box = f'viewBox="0 0 {WIDE:g} {high:g}" width="{WIDE:g}" height="{high:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(parts)}</svg>'
