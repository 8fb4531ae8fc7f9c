"""Which OPD a strange name of a file may mean: a wrong offer takes people to a wrong office."""

import pytest

from server.people.rules.same_office import closest

OFFICES = [
    "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    "Badan Pendapatan Daerah",
    "Bagian Umum",
    "Dinas Kesehatan",
    "Dinas Pekerjaan Umum dan Penataan Ruang",
    "Dinas Pemberdayaan Masyarakat",
    "Dinas Pemberdayaan Perempuan",
    "Dinas Pendidikan dan Kebudayaan",
    "Dinas Perhubungan",
    "Dinas Pertanian",
    "Dinas Sosial",
    "Inspektorat",
    "Kecamatan Mayangan",
    "Rumah Sakit Umum Daerah",
    "Sekretariat Daerah",
    "Sekretariat DPRD",
]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Dinas Pendidikan", "Dinas Pendidikan dan Kebudayaan"),
        ("DINAS KESEHATAN KOTA CONTOH", "Dinas Kesehatan"),
        ("Dinas Kesehatn", "Dinas Kesehatan"),
        ("Dinas Kesehatan dan Keluarga Berencana", "Dinas Kesehatan"),
        ("Dinas Pekerjaan Umum", "Dinas Pekerjaan Umum dan Penataan Ruang"),
        ("Dinas PUPR", "Dinas Pekerjaan Umum dan Penataan Ruang"),
        ("BKPSDM", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"),
        ("Dishub", "Dinas Perhubungan"),
        ("Disdik", "Dinas Pendidikan dan Kebudayaan"),
        ("Dinkes Kota Contoh", "Dinas Kesehatan"),
        ("Kec. Mayangan", "Kecamatan Mayangan"),
        ("Kantor Kecamatan Mayangan", "Kecamatan Mayangan"),
        ("Inspektorat Kota Contoh", "Inspektorat"),
        ("Sekretariat Daerah Kota Contoh", "Sekretariat Daerah"),
        ("R.S.U.D.", None),
    ],
)
def test_a_real_near_miss_is_offered(said: str, meant: str | None) -> None:
    assert closest(said, {name: name for name in OFFICES}) == meant


@pytest.mark.parametrize(
    "said",
    [
        "Dinas Antah Berantah",
        "Dinas",
        "Badan Antah Berantah",
        "Dinas Umum",
        "Dinas Pertanahan",  # not Pertanian
        "Dinas Perumahan",  # not Perhubungan
        "Dinas Pemberdayaan",  # two fit equally well
        "Kelurahan Mayangan",  # not the kecamatan
        "Kecamatan Antah",
        "Sekretariat",
        "Badan Pendidikan dan Pelatihan",  # no dinas
        "Puskesmas Mayangan",
        "Unit Umum Daerah",
        "",
        "1234",
    ],
)
def test_another_office_is_never_offered(said: str) -> None:
    assert closest(said, {name: name for name in OFFICES}) is None


def test_all_names_of_one_office_are_that_office() -> None:
    names = {"Dinas Sosial": 1, "DINSOS": 1, "Dinas Sosial Kota": 1, "Dinas Perhubungan": 2}
    assert closest("Dinas Sosial dan Tenaga Kerja", names) == 1
