"""The list of what others wrote: name, version, licence, of every pinned package.

    python tests/licences.py        writes docs/dependencies.md and docs/sbom.cdx.json

Versions come from the pinned lists; licences from the installed Python packages and from
package-lock.json. tests/test_ledger.py holds the committed list to the pinned ones.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST, SBOM = ROOT / "docs" / "dependencies.md", ROOT / "docs" / "sbom.cdx.json"
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
# what a package says of its licence in other words than SPDX (https://spdx.org/licenses)
WORDS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "zlib/libpng License": "Zlib",
}


@dataclass(frozen=True, order=True)
class Package:
    """One package; `use` is server, screens, or tools (tests, checks and building)."""

    use: str
    name: str
    version: str
    licence: str = ""
    kind: str = "pypi"

    @property
    def purl(self) -> str:
        """Its address as package-url (https://github.com/package-url/purl-spec)."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def pinned() -> Iterator[Package]:
    """Yield what the pinned lists name, without licences."""
    server = dict(PINNED.findall((ROOT / "requirements.txt").read_text()))
    tools = dict(PINNED.findall((ROOT / "tests" / "requirements.txt").read_text()))
    tools |= dict(PINNED.findall((ROOT / "config" / "node.txt").read_text()))
    for name, version in server.items():
        yield Package("server", name, version)
    for name, version in tools.items():
        if name not in server:
            yield Package("tools", name, version)
    lock = json.loads((ROOT / "pwa" / "package-lock.json").read_text())
    seen = set()
    for path, row in lock["packages"].items():
        if path:
            name, use = (
                path.rpartition("node_modules/")[2],
                "tools" if row.get("dev") else "screens",
            )
            one = Package(use, name, row["version"], row.get("license", ""), "npm")
            if one not in seen:
                seen.add(one)
                yield one


def with_licence(one: Package) -> Package:
    """Return a Python package with the licence that its own metadata states."""
    if one.kind != "pypi":
        return one
    try:
        about = metadata(one.name)
    except PackageNotFoundError:
        return Package(one.use, one.name, one.version, "not installed here")
    said = about.get("License-Expression") or ""
    classes = [row.rpartition(" :: ")[2] for row in about.get_all("Classifier") or []
               if row.startswith("License :: ")]  # fmt: skip
    if not said and classes:
        said = " OR ".join(sorted({WORDS.get(row, row) for row in classes}))
    if not said:
        said = (
            (about.get("License") or "").strip().splitlines()[0:1][0]
            if about.get("License")
            else ""
        )
    return Package(one.use, one.name, one.version, WORDS.get(said, said))


def rows(text: str) -> set[tuple[str, str, str]]:
    """Return use, name and version of each row of the committed list."""
    found = re.findall(r"^\| (\w+) \| (\S+) \| (\S+) \| [^|]+ \|$", text, re.MULTILINE)
    return {row for row in found if row[0] != "Use"}


def page(packages: list[Package]) -> str:
    """Write the list for people."""
    licences = Counter(one.licence or "not stated" for one in packages if one.use != "tools")
    head = (ROOT / "docs" / "dependencies.head.md").read_text()
    counted = "\n".join(f"| {name} | {count} |" for name, count in licences.most_common())
    listed = "\n".join(
        f"| {one.use} | {one.name} | {one.version} | {one.licence or 'not stated'} |"
        for one in packages
    )
    return (
        f"{head}\n## Licences of what runs (server and screens)\n\n| Licence | Packages |\n|---|---|\n"
        f"{counted}\n\n## Every package\n\n| Use | Name | Version | Licence |\n|---|---|---|---|\n"
        f"{listed}\n"
    )


def sbom(packages: list[Package]) -> str:
    """Write the list for programs: CycloneDX 1.6, no time and no serial number, so that it is stable."""
    components = [
        {
            "type": "library",
            "bom-ref": one.purl,
            "name": one.name,
            "version": one.version,
            "purl": one.purl,
            "scope": "excluded" if one.use == "tools" else "required",
            **({"licenses": [{"license": {"name": one.licence}}]} if one.licence else {}),
        }
        for one in packages
    ]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in components)
    head = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": ['
    return f"{head}\n{lines}\n]}}\n"


def main() -> None:
    """Write both lists."""
    packages = sorted({with_licence(one) for one in pinned()})
    LIST.write_text(page(packages))
    SBOM.write_text(sbom(packages))
    missing = [one.name for one in packages if one.licence in {"", "not installed here"}]
    sys.stdout.write(f"{len(packages)} packages; without a stated licence: {missing}\n")


if __name__ == "__main__":
    main()
