"""Files to try the import pages with: a SIASN export, the list of OPDs and a day's punches."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from server.demo.dice import Dice
from server.demo.records import City
from server.demo.siasn import SIASN_COLUMNS, to_siasn_rows

FOLDER = "contoh"
OPD_COLUMNS = ("NAMA OPD", "SINGKATAN", "INDUK", "NAMA LAIN", "NIP KEPALA", "KEDUDUKAN KEPALA",
               "JABATAN KEPALA", "ALAMAT", "LINTANG", "BUJUR")  # fmt: skip
PUNCHES = ("NO", "NAMA / NIP", "TANGGAL", "PAGI", "PULANG", "KETERANGAN")
MISSING = "00:00:00"
# of a hundred people: most were there, some forgot a punch, few were away
_DAYS = (*((MISSING, MISSING, "DL"),) * 4, *((MISSING, MISSING, "C"),) * 3, (MISSING, MISSING, ""),
         *(("07:24:00", MISSING, ""),) * 4)  # fmt: skip


def write_samples(instance: Path, city: City) -> Path:
    """Write the files as Excel in Indonesia writes CSV, and return their folder."""
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "pegawai-siasn.csv").write_bytes(csv_bytes(SIASN_COLUMNS, to_siasn_rows(city)))
    (folder / "opd.csv").write_bytes(csv_bytes(OPD_COLUMNS, opd_rows(city)))
    name = f"absen-{city.published_day.isoformat()}.csv"
    (folder / name).write_bytes(csv_bytes(PUNCHES, punch_rows(city)))
    return folder


def opd_rows(city: City) -> Iterable[tuple[str, ...]]:
    """Give one row per OPD and unit as the city has them."""
    every = (*city.opds, *city.units)
    names = {opd.id: opd.name for opd in every}
    numbers = {who.id: who.nip or "" for who in city.employees}
    for opd in every:
        yield (
            opd.name, opd.short, names[opd.parent_id] if opd.parent_id else "",
            "; ".join(opd.aliases), numbers[opd.head_id] if opd.head_id else "",
            "Plt." if opd.head_acting else "definitif", opd.head_title, opd.address,
            "" if opd.lat is None else str(opd.lat), "" if opd.lon is None else str(opd.lon),
        )  # fmt: skip


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


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as Excel in Indonesia writes CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue().encode()
