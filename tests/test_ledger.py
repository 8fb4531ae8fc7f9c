"""The ledger tells the truth: what docs/asvs.md names is there, and the list of packages is today's."""

import json
import re
from collections import Counter
from pathlib import Path

import licences

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "asvs.md").read_text()
ROW = re.compile(
    r"^\| (\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| (test|doc|n\.a\.|deviation)(:? .+) \|$",
    re.MULTILINE,
)
KINDS = ("test", "doc", "n.a.", "deviation")
# requirements of level 1 and 2 in each chapter of ASVS 5.0.0, V1 to V17
CHAPTERS = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)
LEVEL_1 = 70
MOST_BYTES = 60_000  # of a picture in the guides


def names_here() -> set[str]:
    """Return the name of every Python test."""
    texts = (path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for text in texts for name in re.findall(r"^def (test_\w+)\(", text, re.MULTILINE)}


def test_the_ledger_has_every_requirement_once() -> None:
    rows = ROW.findall(PAGE)
    assert len(re.findall(r"^\| \d+\.\d+\.\d+ ", PAGE, re.MULTILINE)) == len(rows) == sum(CHAPTERS)
    assert len({row[0] for row in rows}) == len(rows)
    assert sum(row[1] == "1" for row in rows) == LEVEL_1
    counted = Counter(int(row[0].split(".")[0]) for row in rows)
    assert tuple(counted[chapter] for chapter in range(1, 18)) == CHAPTERS


def test_what_the_ledger_names_is_there() -> None:
    names = names_here()
    for number, _level, kind, answer in ROW.findall(PAGE):
        quoted = re.findall(r"`([^`]+)`", answer)
        for one in quoted:
            if re.fullmatch(r"test_\w+", one):
                assert one in names, (number, one)
            elif "/" in one and " " not in one and not one.startswith(("/", "./")):
                assert (ROOT / one).exists(), (number, one)
        if kind == "test":
            assert any(one.startswith("test_") for one in quoted), number
        elif kind == "doc":
            assert quoted, number
            assert all((ROOT / one).exists() for one in quoted), number
        else:
            assert len(answer) > len(": "), number


def test_the_sums_of_the_ledger_are_its_rows() -> None:
    rows = ROW.findall(PAGE)
    for chapter in range(1, 18):
        own = Counter(kind for number, _, kind, _ in rows if number.split(".")[0] == str(chapter))
        said = re.search(
            rf"^\| V{chapter} [^|]+\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE
        )
        assert said, chapter
        assert tuple(map(int, said.groups())) == tuple(own[kind] for kind in KINDS), chapter
    total = Counter(kind for _, _, kind, _ in rows)
    assert " | ".join(f"**{total[kind]}**" for kind in KINDS) in PAGE


def test_the_list_of_dependencies_is_what_is_pinned() -> None:
    pinned = {(one.use, one.name, one.version) for one in licences.pinned()}
    assert licences.rows(licences.LIST.read_text()) == pinned, "python tests/licences.py renews it"
    told = json.loads(licences.SBOM.read_text())["components"]
    assert {(one["name"], one["version"]) for one in told} == {one[1:] for one in pinned}


def test_a_package_that_the_list_forgets_is_seen() -> None:
    page = licences.LIST.read_text()
    forgotten = page.replace("| server | flask | ", "| server | flask-lain | ", 1)
    assert licences.rows(page) != licences.rows(forgotten)


def test_the_guides_show_what_is_there_and_say_what_the_screen_says() -> None:
    guides = {path: path.read_text() for path in (ROOT / "docs" / "panduan").glob("*.md")}
    pictures = {path.name: path for path in (ROOT / "docs" / "panduan" / "gambar").iterdir()}
    named = {one for text in guides.values() for one in re.findall(r"gambar/([\w-]+\.webp)", text)}
    assert named == pictures.keys()
    assert all(path.stat().st_size <= MOST_BYTES for path in pictures.values())
    screens = "\n".join(
        path.read_text()
        for path in (ROOT / "pwa" / "src").rglob("*")
        if path.suffix in {".ts", ".svelte"} and path.name != "schema.d.ts"
    )
    for path, text in guides.items():
        for words in re.findall(r"\*\*([^*]+)\*\*", re.sub(r"\s*\n\s*", " ", text)):
            assert words.rstrip("…:") in screens, (path.name, words)
        for link in re.findall(r"\]\(([^)#]+)", text):
            assert (path.parent / link).exists(), (path.name, link)
