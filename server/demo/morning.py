"""The published morning, replayed: PROB-2018-03 of Kota Probolinggo (news report of May 2018).

Counts only, no real names: 15 people = 7 ASN + 8 non-ASN; team 1 found nobody, team 2 nine,
team 3 is not reported, team 4 two, team 5 four (1 ASN + 3 non-ASN). The split inside teams 2
and 4 is ours: together 6 ASN + 5 non-ASN = 9 + 2. The people are synthetic.
"""

from datetime import timedelta
from typing import Any

from server.demo.dice import ident
from server.demo.plan import DeskStep, PlannedOperation
from server.demo.records import City
from server.demo.stage import CONFIRMED, Stage, document, typed
from server.demo.working_days import at

# the figures of the report; None: the report gives no figure
PUBLISHED: dict[str, Any] = {
    "id": "PROB-2018-03",
    "people": 15,
    "asn": 7,
    "non_asn": 8,
    "teams": {
        1: {"people": 0, "asn": 0, "non_asn": 0},
        2: {"people": 9, "asn": None, "non_asn": None},
        3: None,
        4: {"people": 2, "asn": None, "non_asn": None},
        5: {"people": 4, "asn": 1, "non_asn": 3},
    },
}

_SHOPPING = "Berbelanja"
_EATING = "Makan dan minum"
_PASSING = "Duduk di tempat umum"
# minutes, place, OPD, kind, observed, activity, statement
_ROWS: tuple[tuple[int, str, str, str, str, str, str], ...] = (
    (8, "swalayan", "Disdikbud", "pns", "none", _SHOPPING, "Membeli keperluan rumah sebentar."),
    (14, "swalayan", "DPUPR", "pns", "none", _SHOPPING, "Sedang menuju lokasi pekerjaan."),
    (21, "swalayan", "DPUPR", "non_asn", "none", _SHOPPING, "Diminta teman menemani."),
    (33, "supermarket", "Dishub", "pppk", "none", _SHOPPING, "Mengambil pesanan keluarga."),
    (38, "supermarket", "Disdikbud", "non_asn", "none", _SHOPPING, "Membeli konsumsi rapat."),
    (47, "supermarket", "Kec. Selatan", "cpns", "none", _EATING, "Belum sarapan dari rumah."),
    (61, "perempatan", "DLH", "pppk_part_time", "none", _EATING, "Beristirahat sehabis apel."),
    (66, "perempatan", "DLH", "non_asn", "none", _EATING, "Menunggu kendaraan dinas."),
    (26, "gotong-royong", "Kec. Barat", "pns", "mismatch", _SHOPPING, "Surat untuk pekan lalu."),
    (52, "pasar-baru", "DPUPR", "non_asn", "none", _SHOPPING, "Membeli alat kebersihan."),
    (17, "utara", "BPPKAD", "pns", "refused", _PASSING, "Tidak bersedia menunjukkan surat."),
    (35, "barat", "Setwan", "non_asn", "none", _EATING, "Minum kopi sebentar."),
    (41, "barat", "DLH", "non_asn", "none", _EATING, "Minum kopi bersama teman."),
    (58, "timur", "Dispopar", "non_asn", "none", _PASSING, "Menunggu teman kerja."),
)
_VISITS = {
    "plaza": 10,
    "graha": 40,
    "toko-serba": 75,
    "swalayan": 5,
    "supermarket": 30,
    "perempatan": 55,
    "gotong-royong": 20,
    "pasar-baru": 48,
    "pasar-ikan": 80,
    "utara": 12,
    "barat": 32,
    "timur": 55,
    "selatan": 78,
}


def _desk(observed: str) -> tuple[DeskStep, ...]:
    confirm = DeskStep("confirm", 240, "bkpsdm", CONFIRMED)
    if observed != "mismatch":
        return (confirm,)
    reason = "Tanggal surat tidak mencakup hari pelaksanaan."
    return (confirm, DeskStep("assess-document", 250, "bkpsdm", reason, "mismatch"))


def _meet(stage: Stage) -> None:
    """Write the fifteen findings."""
    city, day = stage.city, stage.starts_at.date()
    for minutes, place, short, kind, observed, activity, statement in _ROWS:
        person = stage.person(short, kind)
        earlier = day - timedelta(days=7)
        papers = document(observed)
        if observed == "mismatch":
            papers = document(
                observed,
                no=("date",),
                kind="surat_tugas",
                number=f"800.1.11.1/41/{short}/{day.year}",
                dated=earlier.isoformat(),
                signer="Camat",
                place="Pasar Gotong Royong",
                purpose="Pendataan pedagang",
            )
        shown = "name_tag" if kind == "non_asn" else "id_card"
        signature = "refused" if observed == "refused" else None
        stage.find(
            minutes,
            place,
            stage.known(person, shown),
            papers,
            _desk(observed),
            activity=activity,
            statement=statement,
            signature=signature,
        )
    schools = city.opd("Disdikbud")
    claimed = typed(
        "non_asn", name="SUPARNO GUNARDI", opd_id=str(schools.id), job="Penjaga kantin sekolah"
    )
    stage.find(
        72, "perempatan", claimed, document("none"), _desk("none"), activity=_EATING,
        statement="Mengaku pegawai non-ASN sekolah; belum ada di daftar.",
    )  # fmt: skip


def published_morning(city: City) -> PlannedOperation:
    """Return the replayed morning on `city.published_day`, 09.00 to 11.30 WIB."""
    day = city.published_day
    stage = Stage(city, "published", at(day, "09.00"))
    _meet(stage)
    return PlannedOperation(
        id=ident(city.seed, "operation", "published", day),
        key="published",
        name=f"Sidak {day:%d-%m-%Y} (simulasi hasil terbitan 2018)",
        order_number=f"800.1.11.1/201/BKPSDM/{day.year}",
        order_date=day,
        purpose="Pemantauan disiplin jam kerja di tempat umum (simulasi)",
        day=day,
        starts_at=stage.starts_at,
        ends_at=at(day, "11.30"),
        # team 3 stays "belum melapor": the report is silent on it
        teams=stage.teams({1: 120, 2: 135, 4: 125, 5: 130}),
        visits=stage.visits(_VISITS),
        findings=tuple(stage.findings),
        permits=(),
        closing_reason="Tim 3 belum melapor sampai penutupan; dicatat apa adanya (simulasi).",
        expected=PUBLISHED,
    )
