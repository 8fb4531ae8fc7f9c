import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def text_of(tmp_path: Path) -> Callable[..., str]:
    """Read a PDF as a person would: pdftotext in layout order; qpdf must find no fault first."""

    def read(pdf: bytes, *, layout: bool = False) -> str:
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
        options = ["-layout"] if layout else []
        done = subprocess.run(
            ["pdftotext", *options, path, "-"], check=True, capture_output=True, text=True
        )
        return done.stdout

    return read
