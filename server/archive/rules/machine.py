"""What of the server itself is ready for a sidak day: backup, disk, certificate, keys. Pure."""

from collections.abc import Sequence
from datetime import timedelta

from server.archive.rules.facts import Certificate, Facts, Readiness, ReadyRow, age_words, row

GIGABYTE = 1_000_000_000
DISK_LEAST, DISK_ENOUGH = GIGABYTE, 5 * GIGABYTE
CERTIFICATE_ENOUGH = 14  # days
BACKUP_FRESH, BACKUP_OLD = timedelta(hours=26), timedelta(days=7)  # a timer makes one every night
READY, WATCH, MISSING = Readiness


def machine_rows(facts: Facts) -> list[ReadyRow]:
    """Return the rows that only who runs the server can put right."""
    return [
        _backup(facts),
        _disk(facts.disk_free),
        _certificate(facts.certificate),
        _keys(facts.open_keys),
    ]


def _backup(facts: Facts) -> ReadyRow:
    if not facts.backup_key:
        return row(
            "backup",
            MISSING,
            "Belum ada kunci cadangan.",
            "Jalankan ./sidak backup --new-key dan simpan kuncinya di kertas.",
        )
    if facts.backup is None:
        return row(
            "backup",
            MISSING,
            "Belum pernah dibuat cadangan.",
            "Jalankan ./sidak backup, lalu pasang timer malamnya.",
        )
    says = f"Cadangan terakhir {age_words(facts.backup)} lalu."
    if facts.backup > BACKUP_FRESH:
        state = MISSING if facts.backup > BACKUP_OLD else WATCH
        return row("backup", state, says, "Jalankan ./sidak backup dan periksa timernya.")
    return row("backup", READY, says)


def _disk(free: int) -> ReadyRow:
    says = f"{free / GIGABYTE:.1f} GB kosong.".replace(".", ",", 1)
    if free >= DISK_ENOUGH:
        return row("disk", READY, says)
    state = MISSING if free < DISK_LEAST else WATCH
    return row(
        "disk", state, says, "Kosongkan atau perbesar diska server: foto tidak diterima bila penuh."
    )


def _certificate(certificate: Certificate | None) -> ReadyRow:
    if certificate is None:
        return row(
            "certificate",
            WATCH,
            "Sidak dibuka dengan http di mesin ini saja; HP lain tidak dapat membukanya.",
            "Pasang alamat https (SIDAK_ADDRESS) sebelum sidak sungguhan.",
        )
    faults = {
        "unreachable": (
            "Alamat Sidak tidak menjawab dengan https.",
            "Periksa Caddy, nama domain, dan port 443.",
        ),
        "untrusted": (
            "Sertifikat tidak dipercaya atau untuk nama lain.",
            "Perbaiki sertifikat: HP menolak membuka Sidak.",
        ),
        "expired": (
            "Sertifikat sudah habis masa berlakunya.",
            "Perbarui sertifikat: HP menolak membuka Sidak.",
        ),
    }
    if certificate.fault is not None:
        return row("certificate", MISSING, *faults[certificate.fault])
    says = f"Berlaku {certificate.days_left} hari lagi."
    if certificate.days_left < CERTIFICATE_ENOUGH:
        return row(
            "certificate", WATCH, says, "Perbarui sekarang; Caddy biasanya melakukannya sendiri."
        )
    return row("certificate", READY, says)


def _keys(open_keys: Sequence[str]) -> ReadyRow:
    if open_keys:
        return row(
            "keys",
            MISSING,
            f"Dapat dibaca pengguna lain di server: {', '.join(open_keys)}.",
            "chmod 700 foldernya dan chmod 600 berkasnya.",
        )
    return row("keys", READY, "Hanya pemiliknya yang dapat membaca.")
