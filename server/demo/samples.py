"""Files to try the import pages with: a SIASN export and a day's punches, as offices really have them."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from server.demo.dice import Dice
from server.demo.records import City
from server.demo.siasn import SIASN_COLUMNS, to_siasn_rows

FOLDER = "contoh"
PUNCHES = ("NO", "NAMA / NIP", "TANGGAL", "PAGI", "PULANG", "KETERANGAN")
MISSING = "00:00:00"
# of a hundred people: most were there, some forgot a punch, few were away
_DAYS = (*((MISSING, MISSING, "DL"),) * 4, *((MISSING, MISSING, "C"),) * 3, (MISSING, MISSING, ""),
         *(("07:24:00", MISSING, ""),) * 4)  # fmt: skip


def write_samples(instance: Path, city: City) -> Path:
    """Write both files as Excel in Indonesia writes CSV, and return their folder."""
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    _write(folder / "pegawai-siasn.csv", SIASN_COLUMNS, to_siasn_rows(city))
    name = f"absen-{city.published_day.isoformat()}.csv"
    _write(folder / name, PUNCHES, punch_rows(city))
    return folder


def punch_rows(city: City) -> Iterable[tuple[str, ...]]:
    """Give one row per ASN of the published day, name and NIP in one cell, whoever was found too."""
    day, dice = city.published_day.strftime("%d-%m-%Y"), Dice(f"{city.seed} punches")
    for number, who in enumerate((one for one in city.employees if one.nip), start=1):
        turn = dice.below(100)
        arrived, departed, code = (
            _DAYS[turn] if turn < len(_DAYS)
            else (f"07:{10 + turn % 20:02}:00", f"16:{turn % 30:02}:00", "")
        )  # fmt: skip
        yield str(number), f"{who.full_name}\n{who.nip}", day, arrived, departed, code


def _write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(heads)
        writer.writerows(rows)
