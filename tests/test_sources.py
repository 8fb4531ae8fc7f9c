"""What must never stand in the sources: text that becomes markup, words that become a command."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.one_database
AS_MARKUP = re.compile(r"\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write")
AS_CODE = re.compile(r"\beval\(|new Function\(|setTimeout\(\s*['\"`]")
AS_SHELL = re.compile(r"shell\s*=|os\.(?:system|popen|exec\w+|spawn\w+)\(|\b(?:eval|exec)\(")
# a key of a key: the one form in which `__proto__` from outside changes every other object
BELOW = re.compile(r"\w\[[a-zA-Z_.]+\]!?(?:\[[^\]]+\]|\.\w+)\s*(?:\?\?)?=[^=>]")
STARTS = re.compile(r"subprocess\.(?:run|Popen|call|check_\w+)\(")
WEAK = re.compile(r"""(?:hashlib\.|hashes\.|new\(['"])(md5|sha1|MD5|SHA1)\b""")
ADDRESS = re.compile(r"""(?:href|src)=\{(?!`/|['"]/)([^}]*)\}""")


def sources(folder: str, *kinds: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of our own sources; what a tool writes is left out."""
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in kinds and path.name != "schema.d.ts":
            yield path.relative_to(ROOT).as_posix(), path.read_text()


def test_no_text_becomes_markup_or_code_on_a_screen() -> None:
    screens = dict(sources("pwa/src", ".svelte", ".ts"))
    assert [name for name, text in screens.items() if AS_MARKUP.search(text)] == [
        "pwa/src/ui/Icon.svelte"  # a table of our own outlines
    ]
    assert [name for name, text in screens.items() if AS_CODE.search(text)] == []


def test_the_server_starts_programs_with_a_list_of_words_and_never_a_shell() -> None:
    server = dict(sources("server", ".py"))
    assert [name for name, text in server.items() if AS_SHELL.search(text)] == []
    assert [name for name, text in server.items() if STARTS.search(text)] == [
        "server/archive/dumps.py",  # pg_dump and psql, of our own settings
        "server/core/pictures.py",
        "server/core/sheets.py",
        "server/summons/letters/office_template.py",
        "server/summons/letters/signed_pdf.py",
    ]


def test_a_link_of_a_citizen_is_text_and_no_address() -> None:
    for name, text in sources("pwa/src", ".svelte"):
        for found in ADDRESS.finditer(text):
            assert ".link" not in found[1], (name, found[0])
            assert "qr_text" not in found[1], (name, found[0])


def test_password_fields_are_masked_and_leave_paste_and_managers_alone() -> None:
    fields = [
        found[0]
        for _name, text in sources("pwa/src", ".svelte")
        for found in re.finditer(r"<Field\b[^>]*?(?:=>[^>]*?)*/?>", text, re.DOTALL)
        if "-password" in found[0]
    ]
    assert len(fields) >= 4  # two to type a new one, two that ask for the present one
    for field in fields:
        assert re.search(r"""type=(?:"password"|\{shown \? 'text' : 'password'\})""", field), field
        assert 'autocomplete="current-password"' in field or 'autocomplete="new-password"' in field
        assert "onpaste" not in field
        assert "maxlength" not in field, "a manager's long password would be cut"


def test_no_key_from_outside_reaches_the_prototype_of_all_objects() -> None:
    for name, text in sources("pwa/src", ".svelte", ".ts"):
        assert not BELOW.search(text), (name, BELOW.search(text))
        assert "__proto__" not in text, name
        assert ".prototype" not in text, name
    assert BELOW.search("told[one.key][name] = value")
    assert BELOW.search("told[key].name = value")
    assert not BELOW.search("head.matters[key] = value")


def test_the_search_for_markup_sees_what_it_looks_for() -> None:
    assert AS_MARKUP.search("<p>{@html tip.what}</p>")
    assert AS_CODE.search("setTimeout('x()', 1)")
    assert AS_SHELL.search("subprocess.run(words, shell=True)")
    found = ADDRESS.search("<a href={tip.link}>")
    assert found is not None
    assert ".link" in found[1]


def test_no_text_from_outside_is_a_format_string() -> None:
    """What is filled in may come from outside; what it is filled into is a constant of ours."""
    ours = {"job.title"}  # of the demo city's own trades
    for name, text in sources("server", ".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr not in {"format", "format_map"}:
                    continue
                filled = node.func.value
                filled = filled.value if isinstance(filled, ast.Subscript) else filled
                if isinstance(filled, ast.Call) and ast.unparse(filled.func) == "sql.SQL":
                    (filled,) = filled.args  # psycopg quotes what it puts in
                constant = isinstance(filled, ast.Constant) or ast.unparse(filled).isupper()
                assert constant or ast.unparse(filled) in ours, (name, node.lineno)


def test_weak_hashes_stand_only_where_a_standard_asks_for_them() -> None:
    users = [
        (name, found) for name, text in sources("server", ".py") for found in WEAK.findall(text)
    ]
    assert users == [
        ("server/accounts/rules.py", "sha1"),  # codes of authenticators, RFC 6238 §1.2
        ("server/findings/routes/uploads.py", "sha1"),  # of a piece on its way, tus 1.0.0
    ]
    assert WEAK.findall("hashlib.new('md5'), hashes.SHA1(), hashlib.md5(x)") == [
        "md5", "SHA1", "md5",
    ]  # fmt: skip


def test_types_are_strict_in_both_halves_and_nothing_is_let_off_as_a_whole() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    assert (settings["strict"], settings["files"]) == (True, ["server"])
    for one in settings["overrides"]:
        assert not one.get("ignore_errors"), one
    screens = json.loads((ROOT / "pwa" / "tsconfig.json").read_text())["compilerOptions"]
    assert screens["strict"]
    assert screens["noUncheckedIndexedAccess"]
    for name, text in (*sources("server", ".py"), *sources("pwa/src", ".ts", ".svelte")):
        assert not re.search(r"^# type: ignore|^# mypy: ignore|@ts-nocheck", text, re.MULTILINE), (
            name
        )


LONG_FILE, LONG_FUNCTION = 300, 40
SAYS_WHY = re.compile(r"\b(?:Long|Over \d+ lines)(?: because|:)")


def unexplained(name: str, text: str) -> list[str]:
    """Return the file, and each function of it, that is long and does not say why."""
    found = []
    if text.count("\n") > LONG_FILE and not SAYS_WHY.search(text):
        found.append(name)
    for one in ast.walk(ast.parse(text)) if name.endswith(".py") else ():
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
            said = ast.get_docstring(one) or ""
            first = one.body[1] if said and len(one.body) > 1 else one.body[0]
            lines = (one.end_lineno or 0) - first.lineno + 1
            if lines > LONG_FUNCTION and not SAYS_WHY.search(said):
                found.append(f"{name}: {one.name}")
    return found


def test_what_is_long_says_why() -> None:
    """A file over 300 lines or a function over 40 is a corridor, unless it explains itself."""
    ours = (*sources("server", ".py"), *sources("pwa/src", ".svelte", ".ts"))
    assert [one for name, text in ours for one in unexplained(name, text)] == []


def test_the_search_for_long_code_sees_what_it_looks_for() -> None:
    long = "def walk():\n" + "    pass\n" * 41
    assert unexplained("a.py", long) == ["a.py: walk"]
    assert (
        unexplained(
            "a.py", long.replace(":\n", ':\n    """Walk.\n\n    Over 40 lines: so."""\n', 1)
        )
        == []
    )
    assert unexplained("a.ts", "\n" * 301) == ["a.ts"]
    assert unexplained("a.ts", "// Long because of it.\n" + "\n" * 301) == []
