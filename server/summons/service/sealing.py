"""The electronic seal of this installation: where it comes from, and how a letter gets it.

`SIDAK_SEAL` names the PKCS#12, `SIDAK_SEAL_PASSWORD_FILE` a file elsewhere with its password, which a
service manager decrypts for the server (docs/production.md). Neither enters the database, a backup,
a log or an answer.
"""

from functools import lru_cache
from pathlib import Path

from server.core import app_state
from server.core.clock import now
from server.core.problems import Code, Problem
from server.settings import Settings, SettingsError
from server.summons.letters.seal import Seal, SealRefused, open_seal, sealed
from server.summons.models import Letter


def check_seal(settings: Settings) -> None:
    """Open the seal where there is one, so that a wrong password is known at boot.

    Raises SettingsError. A seal past its date does not stop the server: signing a letter says so.
    """
    if settings.seal is None or settings.seal_password is None:
        return
    try:
        _opened(settings.seal, settings.seal_password)
    except (SealRefused, OSError) as error:
        raise SettingsError(f"SIDAK_SEAL cannot be used: {error}.") from None


def seal_letter(letter: Letter, pdf: bytes) -> tuple[bytes, str | None]:
    """Return a letter's PDF as it is issued, and whose seal it bears (None: no seal here).

    Raises `seal-refused` with the reason.
    """
    settings = app_state.settings()
    if settings.seal is None or settings.seal_password is None:
        return pdf, None
    try:
        seal = _opened(settings.seal, settings.seal_password)
        why = f"Segel elektronik surat nomor {letter.number}"
        return sealed(pdf, seal, at=now(), why=why), seal.name
    except SealRefused as refused:
        detail = f"Segel elektronik tidak dapat dipakai: {refused}. Hubungi admin server."
        raise Problem(Code.SEAL_REFUSED, detail=detail) from None


@lru_cache(maxsize=2)
def _opened(p12: Path, password: Path) -> Seal:
    """Open the seal once; a renewed one needs a restart."""
    return open_seal(p12.read_bytes(), password.read_bytes().rstrip(b"\r\n"))
