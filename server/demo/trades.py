"""Jobs by trade, pangkat by golongan, and which status holds which.

Pangkat of PNS: annex of PP 99/2000 (I/a Juru Muda to IV/e Pembina Utama). PPPK hold golongan
I-XVII without a pangkat (Perpres 98/2020 as changed by Perpres 11/2024); paruh waktu hold none.
"""

from dataclasses import dataclass

from server.demo.dice import Dice

RANKS = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tingkat I",
    "I/c": "Juru",
    "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata",
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
LADDER = tuple(RANKS)
# schooling: first and last step of the ladder that it opens, golongan as PPPK
_STEPS = {
    "sd": (0, 5, "I"),
    "smp": (2, 7, "IV"),
    "sma": (4, 9, "V"),
    "d3": (6, 11, "VII"),
    "s1": (8, 12, "IX"),
    "s2": (9, 14, "X"),
}
_YEARS_PER_STEP = 4
_LEVELS = ("Ahli Pertama", "Ahli Muda", "Ahli Madya", "Ahli Utama")


@dataclass(frozen=True, slots=True)
class Job:
    """A job: `{level}` in the title becomes the functional level of the golongan."""

    title: str
    schooling: str
    backs: tuple[str, ...] = ()
    front: str | None = None

    @property
    def job_type(self) -> str:
        """SIASN's word for the kind of job."""
        return "Fungsional" if "{level}" in self.title else "Pelaksana"


_OFFICE = (
    (Job("Analis Kebijakan {level}", "s1", ("S.Sos.", "S.AP.", "S.H.", "S.E.")), 3),
    (Job("Penelaah Teknis Kebijakan", "s1", ("S.E.", "S.Sos.", "S.AP.", "S.T.")), 6),
    (Job("Arsiparis {level}", "s1", ("S.Sos.", "S.Hum.")), 1),
    (Job("Pengolah Data dan Informasi", "d3", ("A.Md.", "A.Md.Kom.")), 4),
    (Job("Pengadministrasi Perkantoran", "sma"), 6),
    (Job("Pengemudi", "sma"), 1),
    (Job("Pramu Bakti", "smp"), 1),
    (Job("Pramu Kebersihan", "sd"), 0.6),
)
TRADES: dict[str, tuple[tuple[Job, float], ...]] = {
    "office": _OFFICE,
    "ward": (
        (Job("Penelaah Teknis Kebijakan", "s1", ("S.Sos.", "S.AP.")), 3),
        (Job("Pengelola Layanan Operasional", "d3", ("A.Md.",)), 3),
        (Job("Pengadministrasi Perkantoran", "sma"), 7),
        (Job("Pramu Bakti", "smp"), 1),
    ),
    "audit": (
        (Job("Auditor {level}", "s1", ("S.E.", "S.E., M.Ak.", "S.H.")), 6),
        (Job("Pengawas Penyelenggaraan Urusan Pemerintahan {level}", "s1", ("S.Sos.", "S.H.")), 3),
        *_OFFICE,
    ),
    "school": (
        (Job("Guru Kelas {level}", "s1", ("S.Pd.", "S.Pd.SD.")), 12),
        (Job("Guru Mata Pelajaran {level}", "s1", ("S.Pd.", "S.Si.", "S.Pd., M.Pd.")), 8),
        (Job("Guru Pendidikan Agama Islam {level}", "s1", ("S.Pd.I.", "S.Ag.")), 2),
        (Job("Operator Sekolah", "d3", ("A.Md.",)), 2),
        (Job("Pengadministrasi Perkantoran", "sma"), 3),
        (Job("Penjaga Sekolah", "sma"), 1),
    ),
    "health": (
        (Job("Dokter {level}", "s2", ("", "M.Kes.", "Sp.A.", "Sp.PD."), "dr."), 2),
        (Job("Dokter Gigi {level}", "s2", ("",), "drg."), 0.5),
        (Job("Perawat {level}", "s1", ("S.Kep., Ns.",)), 4),
        (Job("Perawat Terampil", "d3", ("A.Md.Kep.",)), 5),
        (Job("Bidan Terampil", "d3", ("A.Md.Keb.",)), 4),
        (Job("Apoteker {level}", "s1", ("S.Farm., Apt.",)), 1),
        (Job("Nutrisionis Terampil", "d3", ("A.Md.Gz.",)), 1),
        (Job("Pengadministrasi Perkantoran", "sma"), 3),
    ),
    "order": ((Job("Polisi Pamong Praja Terampil", "sma"), 8), *_OFFICE[:2], *_OFFICE[4:6]),
    "fire": (
        (Job("Pemadam Kebakaran Terampil", "sma"), 8),
        (Job("Analis Kebencanaan", "s1", ("S.T.",)), 1),
        *_OFFICE[4:6],
    ),
    "works": (
        (Job("Teknik Tata Bangunan {level}", "s1", ("S.T.", "S.T., M.T.")), 2),
        (Job("Pengelola Layanan Operasional", "d3", ("A.Md.T.",)), 3),
        (Job("Operator Layanan Operasional", "sma"), 5),
        *_OFFICE,
    ),
    "data": (
        (Job("Pranata Komputer {level}", "s1", ("S.Kom.", "S.Kom., M.Kom.", "S.ST.")), 5),
        (Job("Administrator Database Kependudukan {level}", "s1", ("S.Kom.",)), 2),
        *_OFFICE,
    ),
    "farm": (
        (Job("Penyuluh Pertanian {level}", "s1", ("S.P.", "S.Pt.")), 4),
        (Job("Medik Veteriner {level}", "s2", ("",), "drh."), 0.7),
        *_OFFICE,
    ),
}
_PART_TIME = (
    (Job("Operator Layanan Operasional", "sma"), 5),
    (Job("Pengelola Layanan Operasional", "d3", ("A.Md.",)), 2),
    (Job("Penata Layanan Operasional", "s1", ("S.E.", "S.Pd.", "S.Kom.")), 3),
)
_CONTRACT = (
    (Job("Tenaga Administrasi", "sma"), 4),
    (Job("Petugas Kebersihan", "sma"), 3),
    (Job("Pengemudi", "sma"), 1),
    (Job("Penjaga Malam", "sma"), 1),
)
KINDS = (("pns", 58), ("cpns", 2.4), ("pppk", 24), ("pppk_part_time", 9.6), ("non_asn", 6))


def draw_job(dice: Dice, trade: str, kind: str) -> Job:
    """Return a job of `trade` that this status may hold."""
    if kind == "pppk_part_time":
        return dice.weighted(_PART_TIME)
    if kind == "non_asn":
        return dice.weighted(_CONTRACT)
    while True:
        job = dice.weighted(TRADES[trade])
        # the new statuses are not opened for posts below secondary school
        if kind == "pns" or job.schooling not in {"sd", "smp"}:
            return job


def golongan_for(kind: str, schooling: str, years: int) -> str | None:
    """Return the golongan after `years` of service; None for paruh waktu and non-ASN."""
    first, last, contract = _STEPS[schooling]
    if kind in {"pns", "cpns"}:
        return LADDER[min(first + (years // _YEARS_PER_STEP if kind == "pns" else 0), last)]
    return contract if kind == "pppk" else None


def job_title(job: Job, golongan: str | None) -> str:
    """Return the job with the functional level that belongs to the golongan."""
    step = LADDER.index(golongan) if golongan in RANKS else 0
    level = 0 if step < 10 else 1 if step < 12 else 2 if step < 15 else 3
    return job.title.format(level=_LEVELS[level])
