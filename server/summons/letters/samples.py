"""Made-up letters by which an uploaded template is tried: a full one, and one where much is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from server.summons.letters.papers import (
    DEMO_EMBLEM,
    Appointment,
    Imprint,
    LetterA,
    LetterB,
    Letterhead,
    Person,
    PlainLetter,
    Signatory,
)

ZONE: Final = "Asia/Jakarta"
DAY: Final = date(2026, 11, 23)
SEEN: Final = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
FULL: Final = Person(
    name="CONTOH PEGAWAI & REKAN, S.T., M.Si.",
    nip="198703122010011004",
    rank="Penata, III/c",
    job="Analis Kebijakan Ahli Pertama",
    unit="Bidang Contoh, Dinas Contoh",
    kind="pns",
    remark="Identitas menurut pengakuan",
    seen_at=SEEN,
    seen_where="Pasar Contoh",
)
BARE: Final = Person(name="CONTOH", kind="non_asn")
APPOINTMENT: Final = Appointment(
    starts=datetime(2026, 12, 3, 2, tzinfo=UTC), place="Ruang rapat contoh"
)
SIGNERS: Final = (
    Signatory(
        titles=("Wali Kota Contoh", "Sekretaris Daerah"),
        name="Drs. CONTOH, M.Si.",
        nip="197001011995031001",
        rank="Pembina Utama Muda, IV/c",
        form="a.n.",
    ),
    Signatory(titles=("Kepala Badan",), name="CONTOH"),
)
HEADS: Final = (
    Letterhead(
        government="Pemerintah Kota Contoh",
        agency="Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        city="Kota Contoh",
        address="Jalan Contoh 1",
        contact="Telepon contoh",
        emblem=DEMO_EMBLEM.read_bytes(),
    ),
    Letterhead(government="Pemerintah Kota Contoh", agency="BKPSDM", city="Kota Contoh"),
)
IMPRINTS: Final = (Imprint(verify_url="https://contoh.go.id/periksa/contoh"), Imprint(draft=True))
COPIES: Final = (("Wali Kota Contoh", "Inspektur Contoh"), ())
Letter = LetterA | LetterB | PlainLetter


def letters_of(kind: str) -> tuple[Letter, ...]:
    """Return the made-up letters of a kind of template: A, B or plain."""
    made: dict[str, Callable[[int], Letter]] = {"A": _letter_a, "B": _letter_b, "plain": _plain}
    return tuple(made[kind](at) for at in (0, 1))


def _letter_a(at: int) -> LetterA:
    return LetterA(
        head=HEADS[at],
        zone=ZONE,
        addressee=("Kepala Dinas Contoh",),
        opd="Dinas Contoh",
        operation="Sidak contoh",
        operation_date=DAY,
        persons=((FULL, BARE, FULL), (BARE,))[at],
        appointment=APPOINTMENT,
        signatory=SIGNERS[at],
        number=("800.1.6.2/1/BKPSDM/2026", None)[at],
        dated=(DAY, None)[at],
        copies=COPIES[at],
        imprint=IMPRINTS[at],
    )


def _letter_b(at: int) -> LetterB:
    return LetterB(
        zone=ZONE,
        city="Kota Contoh",
        person=(FULL, BARE)[at],
        before=(BARE, FULL)[at],
        appointment=APPOINTMENT,
        signatory=SIGNERS[at],
        head=HEADS[at],
        call=2 if at else 1,
        number=("800.1.6.2/1/BKPSDM/2026", None)[at],
        dated=(DAY, None)[at],
        copies=COPIES[at],
        imprint=IMPRINTS[at],
    )


def _plain(at: int) -> PlainLetter:
    return PlainLetter(
        head=HEADS[at],
        zone=ZONE,
        addressee=("Kepala Kantor Contoh",),
        subject="Penyampaian data",
        paragraphs=("Bersama ini disampaikan daftar nama.",),
        persons=((FULL, BARE), (BARE,))[at],
        signatory=SIGNERS[at],
        number=("800/1/2026", None)[at],
        dated=(DAY, None)[at],
        roll_title="Daftar nama",
        opd="Kantor Contoh",
        found_on=DAY,
        copies=COPIES[at],
        imprint=IMPRINTS[at],
    )
