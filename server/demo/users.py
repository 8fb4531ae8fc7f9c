"""Demo accounts and the synthetic people behind them (they exist only with `--demo`)."""

from collections.abc import Sequence
from uuid import UUID

from server.demo.dice import ident
from server.demo.records import CityEmployee, CityOpd, CityUser

PASSWORD = "demo-sidak-2026"  # noqa: S105 - published on purpose: demo accounts, loopback only

# username, OPD, job (None: any officer of the OPD), roles, words after the name
_ACCOUNTS: tuple[tuple[str, str, str | None, tuple[str, ...], str], ...] = (
    ("admin", "Diskominfo", None, ("admin",), "Admin Diskominfo"),
    ("sekda", "Setda", "Sekretaris Daerah", ("sekda",), "Sekretaris Daerah"),
    ("bkpsdm", "BKPSDM", "Kepala Bidang I", ("bkpsdm",), "BKPSDM, penyusun"),
    (
        "kepala-bkpsdm",
        "BKPSDM",
        "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        ("bkpsdm_approver",),
        "Kepala BKPSDM, pemberi persetujuan",
    ),
    ("inspektorat", "Inspektorat", "Sekretaris Inspektorat", ("inspektorat",), "Inspektorat"),
    (
        "opd-pendidikan",
        "Disdikbud",
        "Kepala Subbagian Umum dan Kepegawaian",
        ("opd",),
        "Kepegawaian Disdikbud",
    ),
    (
        "koordinator1",
        "Setda",
        "Asisten Pemerintahan dan Kesejahteraan Rakyat",
        ("coordinator",),
        "Asisten Pemerintahan, wakil koordinator Tim 1",
    ),
    (
        "koordinator2",
        "Setda",
        "Staf Ahli Wali Kota Bidang Kemasyarakatan dan SDA",
        ("coordinator",),
        "Staf Ahli, koordinator Tim 2",
    ),
    (
        "koordinator3",
        "Setda",
        "Asisten Administrasi Umum",
        ("coordinator",),
        "Asisten Administrasi Umum, koordinator Tim 3",
    ),
    (
        "koordinator4",
        "Setda",
        "Asisten Perekonomian dan Pembangunan",
        ("coordinator",),
        "Asisten Perekonomian, koordinator Tim 4",
    ),
    ("koordinator5", "Inspektorat", "Inspektur", ("coordinator",), "Inspektur, koordinator Tim 5"),
    ("petugas1", "SatpolPP", None, ("officer",), "petugas Tim 1"),
    ("petugas2", "BKPSDM", None, ("officer",), "petugas Tim 2"),
    ("petugas3", "SatpolPP", None, ("officer",), "petugas Tim 3"),
    ("petugas4", "BKPSDM", None, ("officer",), "petugas Tim 4"),
    ("petugas5", "Inspektorat", None, ("officer",), "petugas Tim 5"),
)


def _person(
    people: Sequence[CityEmployee], opd: CityOpd, job: str | None, used: set[UUID]
) -> CityEmployee:
    for person in people:
        if person.opd_id != opd.id or person.id in used:
            continue
        if person.job == job or (
            job is None and person.kind == "pns" and person.job_type == "Fungsional"
        ):
            return person
        if job is None and person.kind == "pns" and person.job == "Polisi Pamong Praja Terampil":
            return person
    raise KeyError(opd.short, job)


def make_users(
    seed: int, opds: dict[str, CityOpd], people: Sequence[CityEmployee]
) -> tuple[CityUser, ...]:
    """Return the accounts.

    `coordinator` and `officer` only say which screens somebody starts with; whom they lead and
    where they may send is said per operation, by its teams.
    """
    used: set[UUID] = set()
    users = []
    for username, short, job, roles, words in _ACCOUNTS:
        opd = opds[short]
        person = _person(people, opd, job, used)
        used.add(person.id)
        users.append(
            CityUser(
                id=ident(seed, "user", username),
                username=username,
                name=person.full_name,
                title=words[0].upper() + words[1:],
                employee_id=person.id,
                roles=roles,
                opd_id=opd.id if "opd" in roles else None,
            )
        )
    return tuple(users)
