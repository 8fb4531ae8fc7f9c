"""`./sidak bench [NAME ...]`: figures with their method and budget, as Markdown tables."""

import argparse
import importlib
import os
import sys
import tempfile
import time
from pathlib import Path

import databases
from benches.figure import table
from benches.yard import Yard

BENCHES = {
    "start": "the second ./sidak up",
    "phone": "weight, search, seal, kills and Lighthouse of the phone",
    "receive": "findings per second over HTTP",
    "imports": "20,000 rows of daily punches",
    "desk": "queue and letters",
    "board": "answers of the board",
    "security": "Argon2id, receipts, the audit chain",
    "pictures": "decoding photos outside of the server",
}


def main() -> int:
    """Measure; return 0 when every budget holds."""
    words = "\n".join(f"  {name:10} {what}" for name, what in BENCHES.items())
    parser = argparse.ArgumentParser(
        "./sidak bench", epilog=words, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (default: all)")
    names = parser.parse_args().names or list(BENCHES)
    if unknown := set(names) - set(BENCHES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    folder = databases.make_folder(Path(tempfile.gettempdir()))
    over = False
    try:
        yard = Yard(folder, os.getpid())
        for name in names:
            begun = time.perf_counter()
            found = list(importlib.import_module(f"benches.{name}").figures(yard))
            over = over or not all(one.within for one in found)
            sys.stdout.write(
                f"\n## {name} ({time.perf_counter() - begun:.0f} dtk)\n\n{table(found)}\n"
            )
            sys.stdout.flush()
    finally:
        databases.close(folder)
    load = os.getloadavg()[0]
    sys.stdout.write(f"\n{os.cpu_count()} inti, beban {load:.1f} pada akhir pengukuran.\n")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
