"""LibreOffice as a clerk's computer has it: opens what we write, edits, and writes it back."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

MISSING = (
    "LibreOffice tidak terpasang: apt-get install --no-install-recommends "
    "libreoffice-writer-nogui libreoffice-calc-nogui"
)
PATIENCE = 240.0


class Unreadable(RuntimeError):  # noqa: N818 - what LibreOffice answered
    """LibreOffice would not open a file, or wrote nothing."""


def program() -> str | None:
    """Return the path of LibreOffice, None where it is not installed."""
    return shutil.which("soffice")


def converted(files: Sequence[Path], form: str, folder: Path) -> list[Path]:
    """Let LibreOffice open files and save each as `form` ("pdf", "docx:MS Word 2007 XML").

    All in one start of the program. Raises Unreadable for a file of which nothing came out.
    """
    soffice = program()
    assert soffice, MISSING
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [soffice, "--headless", "--norestore", f"-env:UserInstallation=file://{profile}",
             "--convert-to", form, "--outdir", folder, *files],
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    ending = form.split(":", maxsplit=1)[0]
    made = [folder / f"{file.stem}.{ending}" for file in files]
    if missing := [one.name for one in made if not one.is_file()]:
        raise Unreadable(f"{missing}: {done.stdout} {done.stderr}")
    return made
