"""Duty letters and leave that OPDs registered beforehand, around the day of the open operation.

Classification codes after Permendagri 83/2022: 800.1.11.1 surat tugas, 800.1.11.2 and on leave.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from server.demo.dice import Dice, ident
from server.demo.records import CityEmployee, CityOpd, CityPermit
from server.demo.working_days import at

_DUTIES = (
    ("Kantor Pajak Contoh", "Konsultasi pelaporan pajak"),
    ("Balai Kota Contoh", "Rapat koordinasi penyusunan anggaran"),
    ("Aula Bapperida", "Forum perangkat daerah"),
    ("Kantor Regional Contoh", "Rekonsiliasi data kepegawaian"),
    ("Gedung Serbaguna Contoh", "Bimbingan teknis pelayanan publik"),
)
_LEAVES = (
    ("cuti_tahunan", "Cuti tahunan", "800.1.11.2"),
    ("cuti_sakit", "Cuti sakit", "800.1.11.4"),
    ("cuti_melahirkan", "Cuti melahirkan", "800.1.11.5"),
    ("cuti_alasan_penting", "Cuti karena alasan penting", "800.1.11.6"),
)
_ROUNDS = 60


def _duty(
    dice: Dice,
    key: int,
    people: Sequence[CityEmployee],
    opd: CityOpd,
    span: tuple[datetime, datetime],
) -> CityPermit:
    place, purpose = dice.pick(_DUTIES)
    first = span[0].date()
    dated = first - timedelta(days=dice.between(1, 4))
    return CityPermit(
        id=ident(0, "permit", people[0].id, key, first),
        kind="surat_tugas",
        number=f"800.1.11.1/{100 + key}/{opd.short}/{dated.year}",
        dated=dated,
        signer_id=opd.head_id,
        employee_ids=tuple(person.id for person in people),
        valid_from=span[0],
        valid_to=span[1],
        place=place,
        purpose=purpose,
        registered_at=at(dated, "14.20"),
    )


def _leave(dice: Dice, key: int, person: CityEmployee, opd: CityOpd, around: date) -> CityPermit:
    kinds = _LEAVES if person.sex == "f" else tuple(row for row in _LEAVES if row[2][-1] != "5")
    kind, words, code = dice.pick(kinds)
    first = around - timedelta(days=dice.between(0, 4))
    last = first + timedelta(days=89 if kind == "cuti_melahirkan" else dice.between(2, 9))
    dated = first - timedelta(days=dice.between(3, 10))
    return CityPermit(
        id=ident(0, "permit", person.id, key, first),
        kind=kind,
        number=f"{code}/{100 + key}/{opd.short}/{dated.year}",
        dated=dated,
        signer_id=opd.head_id,
        employee_ids=(person.id,),
        valid_from=at(first, "00.00"),
        valid_to=at(last, "23.59"),
        place=None,
        purpose=words,
        registered_at=at(dated, "10.05"),
    )


def make_permits(
    dice: Dice,
    opds: dict[str, CityOpd],
    people: Sequence[CityEmployee],
    day: date,
) -> tuple[CityPermit, ...]:
    """Return the background permits; those of people who are found stand in `hard_cases`."""
    by_id = {opd.id: opd for opd in opds.values()}
    # leaders are met elsewhere in the story, and non-ASN take no leave by these forms
    staff = [who for who in people if who.job_type != "Struktural" and who.kind != "non_asn"]
    permits = []
    for key in range(_ROUNDS):
        person = dice.pick(staff)
        opd = by_id[person.opd_id]
        if key % 2:
            permits.append(_leave(dice, key, person, opd, day))
            continue
        peers = [who for who in staff if who.opd_id == opd.id and who.id != person.id]
        group = (person, *dice.shuffled(peers)[: dice.between(0, 2)])
        start, end = dice.pick((("08.00", "12.00"), ("07.30", "16.00"), ("13.00", "16.00")))
        on = day + timedelta(days=dice.between(-1, 1))
        permits.append(_duty(dice, key, group, opd, (at(on, start), at(on, end))))
    return tuple(permits)
