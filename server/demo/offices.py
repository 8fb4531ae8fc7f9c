"""The list of offices of Kota Contoh: 30 OPDs, their units, and where they sit.

A list like that of a real city of this size, with made-up kelurahan and streets. Half of all
staff sit in three OPDs (schools, health, hospital), as in real cities.
"""

from dataclasses import dataclass

_WEEK = "5-hari"


@dataclass(frozen=True, slots=True)
class Office:
    """One OPD to build: `staff` counts everybody, `share` of them work in its units."""

    code: str
    short: str
    name: str
    staff: int
    trade: str  # which jobs its staff have, see trades.py
    schedule: str = _WEEK
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    share: float = 0.0
    unit_trade: str = "office"
    unit_schedule: str = _WEEK
    unit_head: str = "Kepala UPT"
    head_title: str = ""
    head_acting: bool = False


def _kelurahan(*names: str) -> tuple[str, ...]:
    return tuple(f"Kelurahan {name}" for name in names)


_SCHOOLS = (
    tuple(f"SDN Contoh {number}" for number in range(1, 41))
    + tuple(f"SMPN {number} Kota Contoh" for number in range(1, 11))
    + ("TK Negeri Pembina", "UPT Sanggar Kegiatan Belajar")
)
_CLINICS = tuple(
    f"Puskesmas {name}" for name in ("Utara", "Selatan", "Barat", "Timur", "Tengah", "Pesisir")
)
_DISTRICTS = (
    ("Utara", _kelurahan("Mawar", "Bahari", "Pesisir Asri", "Melati", "Samudra", "Kenanga")),
    ("Selatan", _kelurahan("Sumber Asri", "Tirta", "Cempaka", "Wonosari", "Padi", "Rejosari")),
    ("Barat", _kelurahan("Anggrek", "Triasri", "Ketimun", "Pilangsari", "Dahlia", "Jati Asri")),
    ("Timur", _kelurahan("Kamboja", "Curahsari", "Seruni", "Tegalsari", "Sukosari", "Bakti")),
    ("Tengah", _kelurahan("Kebonsari Asri", "Teratai", "Flamboyan", "Wijaya", "Kartika")),
)

_CITY = (
    Office("01", "Setda", "Sekretariat Daerah", 150, "office", head_title="Sekretaris Daerah"),
    Office("02", "Setwan", "Sekretariat DPRD", 50, "office", head_title="Sekretaris DPRD"),
    Office("03", "Inspektorat", "Inspektorat", 60, "audit", head_title="Inspektur"),
    Office(
        "04",
        "Disdikbud",
        "Dinas Pendidikan dan Kebudayaan",
        1500,
        "office",
        aliases=("Dinas Pendidikan", "Disdik", "Dinas Pendidikan, Pemuda dan Olahraga"),
        units=_SCHOOLS,
        share=0.94,
        unit_trade="school",
        unit_schedule="6-hari",
        unit_head="Kepala Sekolah",
    ),
    Office(
        "05",
        "DinkesPPKB",
        "Dinas Kesehatan, Pengendalian Penduduk dan Keluarga Berencana",
        600,
        "office",
        aliases=("Dinas Kesehatan", "Dinkes"),
        units=(*_CLINICS, "UPT Laboratorium Kesehatan", "UPT Instalasi Farmasi"),
        share=0.8,
        unit_trade="health",
        unit_schedule="shift",
        unit_head="Kepala Puskesmas",
    ),
    Office(
        "06",
        "RSUD",
        "RSUD dr. Contoh Husada",
        400,
        "health",
        "shift",
        ("Rumah Sakit Umum Daerah", "RSUD Kota Contoh"),
        head_title="Direktur RSUD",
    ),
    Office("07", "BKPSDM", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", 55, "office"),
    Office("08", "BPPKAD", "Badan Pendapatan, Pengelolaan Keuangan dan Aset", 90, "office"),
    Office(
        "09",
        "Bapperida",
        "Badan Perencanaan, Riset dan Inovasi Daerah",
        55,
        "office",
        aliases=("Bappeda", "Bappeda Litbang"),
    ),
    Office("10", "Bakesbangpol", "Badan Kesatuan Bangsa dan Politik", 35, "office"),
    Office("11", "BPBD", "Badan Penanggulangan Bencana Daerah", 45, "fire", "shift"),
    Office("12", "SatpolPP", "Satuan Polisi Pamong Praja", 140, "order", "shift"),
    Office("13", "Damkar", "Dinas Pemadam Kebakaran dan Penyelamatan", 80, "fire", "shift"),
    Office(
        "14",
        "DPUPR",
        "Dinas Pekerjaan Umum, Penataan Ruang dan Permukiman",
        160,
        "works",
        aliases=("Dinas PU", "DPUPR-PKP", "Dinas Perumahan dan Permukiman"),
        units=("UPT Rumah Susun",),
        share=0.1,
    ),
    Office(
        "15",
        "DLH",
        "Dinas Lingkungan Hidup",
        190,
        "works",
        aliases=("Badan Lingkungan Hidup",),
        units=("UPT Tempat Pemrosesan Akhir",),
        share=0.25,
        unit_trade="works",
    ),
    Office(
        "16",
        "Dishub",
        "Dinas Perhubungan",
        130,
        "works",
        units=("UPT Perparkiran",),
        share=0.2,
    ),
    Office(
        "17",
        "Diskominfo",
        "Dinas Komunikasi dan Informatika",
        60,
        "data",
        aliases=("Dinas Infokom",),
    ),
    Office("18", "Disperpusip", "Dinas Perpustakaan dan Kearsipan", 45, "office"),
    Office("19", "Dispendukcapil", "Dinas Kependudukan dan Pencatatan Sipil", 60, "data"),
    Office(
        "20",
        "DKPPP",
        "Dinas Ketahanan Pangan, Pertanian dan Perikanan",
        110,
        "farm",
        aliases=("Dinas Pertanian", "Dinas Perikanan"),
        units=("UPT Rumah Potong Hewan",),
        share=0.1,
    ),
    Office("21", "DinsosPPPA", "Dinas Sosial, Pemberdayaan Perempuan dan Anak", 80, "office"),
    Office("22", "DPMPTSP", "Dinas Penanaman Modal dan PTSP", 55, "office"),
    Office("23", "Disnaker", "Dinas Tenaga Kerja", 50, "office", units=("UPT BLK",), share=0.2),
    Office(
        "24",
        "DKUPP",
        "Dinas Koperasi, Usaha Mikro, Perdagangan dan Perindustrian",
        110,
        "office",
        aliases=("Diskoperindag",),
        units=("UPT Pasar",),
        share=0.4,
    ),
    Office(
        "25",
        "Dispopar",
        "Dinas Kepemudaan, Olahraga dan Pariwisata",
        60,
        "office",
        aliases=("Dinas Pariwisata",),
        head_acting=True,
    ),
)

OFFICES = _CITY + tuple(
    Office(
        str(26 + at),
        f"Kec. {side}",
        f"Kecamatan {side}",
        126,
        "office",
        units=units,
        share=0.78,
        unit_trade="ward",
        unit_head="Lurah",
        head_title="Camat",
    )
    for at, (side, units) in enumerate(_DISTRICTS)
)
