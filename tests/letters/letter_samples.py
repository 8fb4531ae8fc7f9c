"""Papers about synthetic people, for the tests of the letters."""

from datetime import UTC, date, datetime
from typing import Any

from server.summons.letters import (
    DEMO_EMBLEM,
    Appointment,
    Imprint,
    LetterA,
    LetterB,
    Letterhead,
    MapMark,
    MapZone,
    OpdSection,
    OperationReport,
    Person,
    Place,
    Reconciliation,
    Signatory,
    SummonsListPaper,
    TeamFigures,
    TeamMember,
    TeamReport,
)

MARKET = ((113.2150, -7.7550), (113.2190, -7.7550), (113.2185, -7.7522), (113.2150, -7.7525))
HEAD = Letterhead(
    government="Pemerintah Kota Contoh",
    agency="Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    city="Kota Contoh",
    address="Jalan Alun-alun Utara Nomor 1, Kota Contoh 67200",
    contact="Telepon (0335) 000000, Laman bkpsdm.kotacontoh.go.id",
    emblem=DEMO_EMBLEM.read_bytes(),
)
OPD_HEAD = Letterhead(
    government="Pemerintah Kota Contoh",
    agency="Dinas Perhubungan",
    city="Kota Contoh",
    address="Jalan Terminal Nomor 5, Kota Contoh 67213",
    contact="Telepon (0335) 000001",
    emblem=DEMO_EMBLEM.read_bytes(),
)
KEPALA = Signatory(
    titles=("Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",),
    name="Rahmawati Noor, S.Sos., M.Si.",
    nip="197105121995032001",
    rank="Pembina Utama Muda (IV/c)",
)
BUDI = Person(
    name="BUDI SANTOSO, S.H.",
    nip="198703122010011004",
    rank="Penata Muda Tk. I (III/b)",
    job="Analis Kebijakan Ahli Pertama",
    unit="Bidang Lalu Lintas dan Angkutan, Dinas Perhubungan",
    kind="pns",
    seen_at=datetime(2026, 11, 23, 2, 5, tzinfo=UTC),
    seen_where="Pasar Baru",
    document="Tidak ada",
    status="Masuk daftar",
)
PEOPLE = (
    BUDI,
    Person(
        name="Sutrisno",
        nip="199205202025211187",
        job="Operator Layanan Operasional",
        unit="UPT Terminal",
        kind="pppk",
        seen_at=datetime(2026, 11, 23, 2, 31, tzinfo=UTC),
        seen_where="Kedai kopi Jalan Melati",
        remark="Surat tugas tidak mencakup tempat",
        document="Belum sesuai",
        status="Masuk daftar",
    ),
    Person(
        name="Siti Aminah",
        job="Petugas kebersihan",
        unit="Dinas Perhubungan",
        kind="non_asn",
        seen_at=datetime(2026, 11, 23, 3, 2, tzinfo=UTC),
        seen_where="Alun-alun",
        document="Menyusul, lewat batas",
        status="Masuk daftar",
    ),
)
CHECKED = Imprint(
    verify_url="https://sidak.kotacontoh.go.id/periksa/8Fq2hX0cT5rLw1Zk",
    verify_code="8Fq2-hX0c",
    fingerprint="9f2c4e7a1b3d5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8",
)


def letter_a(**changes: Any) -> LetterA:
    facts = {
        "head": HEAD,
        "zone": "Asia/Jakarta",
        "addressee": ("Kepala Dinas Perhubungan",),
        "opd": "Dinas Perhubungan",
        "operation": "operasi sidak disiplin kerja",
        "operation_date": date(2026, 11, 23),
        "persons": PEOPLE,
        "appointment": Appointment(
            starts=datetime(2026, 11, 27, 2, 0, tzinfo=UTC),
            place="Ruang Rapat BKPSDM, Jalan Alun-alun Utara Nomor 1",
        ),
        "signatory": KEPALA,
        "number": "800.1.6.2/123/BKPSDM/2026",
        "dated": date(2026, 11, 24),
        "assignment": "800.1.11.1/98/SETDA/2026",
        "documents_due": datetime(2026, 11, 26, 9, 0, tzinfo=UTC),
        "contact": "Bidang Disiplin, telepon (0335) 000000",
        "copies": ("Sekretaris Daerah Kota Contoh", "Inspektur Kota Contoh"),
    }
    return LetterA(**{**facts, **changes})


def letter_b(**changes: Any) -> LetterB:
    facts = {
        "head": OPD_HEAD,
        "zone": "Asia/Jakarta",
        "city": "Kota Contoh",
        "person": BUDI,
        "before": Person(
            name="Agus Wijaya, S.T.",
            nip="197904172005011008",
            rank="Penata Tk. I (III/d)",
            job="Kepala Bidang Lalu Lintas dan Angkutan",
            kind="pns",
        ),
        "appointment": Appointment(
            starts=datetime(2026, 12, 3, 2, 0, tzinfo=UTC),
            place="Ruang Kepala Bidang, Dinas Perhubungan",
        ),
        "signatory": Signatory(
            titles=("Atasan Langsung",), name="Agus Wijaya, S.T.", nip="197904172005011008"
        ),
        "number": "800.1.6.2/124/DISHUB/2026",
        "dated": date(2026, 11, 23),
        "copies": ("Kepala BKPSDM Kota Contoh",),
    }
    return LetterB(**{**facts, **changes})


def summons_list(**changes: Any) -> SummonsListPaper:
    facts = {
        "head": HEAD,
        "zone": "Asia/Jakarta",
        "operation": "Operasi Sidak 23 November 2026",
        "operation_date": date(2026, 11, 23),
        "as_of": datetime(2026, 11, 24, 3, 15, tzinfo=UTC),
        "verified": False,
        "opds": (
            OpdSection(name="Dinas Perhubungan", persons=PEOPLE),
            OpdSection(name="Dinas Pendidikan dan Kebudayaan", persons=(BUDI,)),
        ),
        "reconciliation": Reconciliation(
            findings=19,
            repeat_findings=1,
            people=18,
            listed=4,
            not_listed={"other_agency": 12, "pending_document": 1, "document_accepted": 1},
            difference=0,
        ),
        "signatory": KEPALA,
        "dated": date(2026, 11, 24),
    }
    return SummonsListPaper(**{**facts, **changes})


def team_report(**changes: Any) -> TeamReport:
    facts = {
        "head": HEAD,
        "zone": "Asia/Jakarta",
        "operation": "operasi sidak disiplin kerja",
        "team": "Tim 2",
        "starts": datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
        "until": datetime(2026, 11, 23, 4, 30, tzinfo=UTC),
        "places": (
            Place(name="Pasar Baru", at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC), people=3),
            Place(name="Alun-alun", at=datetime(2026, 11, 23, 3, 0, tzinfo=UTC), people=0),
        ),
        "persons": PEOPLE,
        "members": (
            TeamMember(name="Hartono, S.H.", nip="197501012000031004", duty="koordinator"),
            TeamMember(name="Dewi Lestari", nip="199001012015032002"),
        ),
        "assignment": "800.1.11.1/98/SETDA/2026",
        "checkpoint": "4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a",
    }
    return TeamReport(**{**facts, **changes})


def operation_report(**changes: Any) -> OperationReport:
    facts = {
        "summons": summons_list(imprint=Imprint(draft=True, chain_end="4711:4b227777d4dd1fc6")),
        "operation": "operasi sidak disiplin kerja",
        "addressee": "Wali Kota Contoh",
        "teams": (TeamFigures("Tim 1", 3, 3, 0), TeamFigures("Tim 2", 4, 1, 18)),
        "follow_up": (("Dipanggil", 3), ("Hadir", 1)),
        "signatory": KEPALA,
        "assignment": "800.1.11.1/98/SETDA/2026",
        "copies": ("Sekretaris Daerah Kota Contoh", "Inspektur Kota Contoh"),
        "staff": {"Dinas Perhubungan": 640},
        "hours": ((9, 2), (10, 0), (11, 1)),
        "zones": (
            MapZone("Tim 1", ((MARKET[0], MARKET[1], MARKET[2], MARKET[0]),)),
            MapZone("Tim <2>", (tuple((x + 0.012, y) for x, y in MARKET),)),
        ),
        "marks": tuple(
            MapMark(113.2155 + at * 0.003, -7.7541 + at * 0.0004, kind)
            for at, kind in enumerate(("asn", "non_asn", "elsewhere", "unknown"))
        ),
    }
    return OperationReport(**{**facts, **changes})
