"""Typed settings, read once from the environment; a wrong one stops the boot with a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Pontianak")  # WIB, WITA, WIT, WIB
TLS = frozenset({"verify-full"})  # encryption to whoever answers protects nobody
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(RuntimeError):
    """A setting is missing or contradicts another; the text says which and what to do."""


def place(env: Mapping[str, str]) -> Path:
    """Return the folder of the instance."""
    home = Path(__file__).resolve().parent.parent
    return Path(env.get("SIDAK_INSTANCE", str(home / "instance"))).resolve()


def _flag(env: Mapping[str, str], name: str) -> bool:
    raw = env.get(name, "").strip().lower()
    if raw in {"", "0", "no", "false"}:
        return False
    if raw in {"1", "yes", "true"}:
        return True
    raise SettingsError(f"{name} must be 1 or 0, not {raw!r}.")


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    raw = env.get(name, str(default))
    if not raw.isdigit() or not least <= int(raw) <= most:
        raise SettingsError(f"{name} must be a whole number from {least} to {most}, not {raw!r}.")
    return int(raw)


@dataclass(frozen=True)  # no slots: from_environment reads the class's defaults
class Settings:
    """Everything that differs between two installations.

    `instance` holds keys, photos and, on the embedded database, the database file.
    `address` is what people type into the browser; a plain-http address off loopback is refused,
    because camera, position and the session cookie need a secure context. `tip_work_bits` is how much
    a browser works for one laporan masyarakat: each bit doubles it, 18 take a cheap phone seconds.
    `public_least` is the smallest cell that the public page tells; under 3 one of two could work out the
    other (Eurostat, Handbook on Statistical Disclosure Control, ch. 4.2).
    """

    instance: Path
    database_url: str
    address: str = "http://127.0.0.1:8000"
    demo: bool = False
    photo_bytes: int = 12_000_000
    body_bytes: int = 1_000_000
    file_bytes: int = 40_000_000
    pwa: Path = Path(__file__).resolve().parent.parent / "pwa" / "dist"
    version: str = "0.2.0"
    # phones of before are told to update; what they hold is received all the same
    oldest_phone: str = "0.1.0"
    near_metres: float = 50.0
    tip_work_bits: int = 18
    public_least: int = 3
    time_zone: str = "Asia/Jakarta"
    # the electronic seal of letters: a PKCS#12, and its password in a file elsewhere
    seal: Path | None = None
    seal_password: Path | None = None
    # who may have issued the certificates of PDFs that come back signed (PEM), e.g. BSrE
    trusted_issuers: Path | None = None
    # the certificate that Sidak itself shows in a trial; without one, a proxy brings https
    certificate: Path | None = None

    @property
    def embedded(self) -> bool:
        """Whether the database is the embedded SQLite + SpatiaLite."""
        return self.database_url.startswith("sqlite")

    @property
    def https(self) -> bool:
        """Whether people reach the server by https."""
        return urlsplit(self.address).scheme == "https"

    @property
    def passkey_host(self) -> str | None:
        """The name that passkeys are made for; None for a bare number, which has none (WebAuthn §5.1.3)."""
        host = urlsplit(self.address).hostname or ""
        return None if ":" in host or host.replace(".", "").isdigit() else host

    @property
    def database_file(self) -> Path:
        """The file of the embedded database."""
        return Path(self.database_url.removeprefix("sqlite:///"))

    @property
    def blobs(self) -> Path:
        """The folder of the content-addressed photo store."""
        return self.instance / "blobs"

    @property
    def uploads(self) -> Path:
        """The folder of unfinished uploads; same file system as `blobs` so that rename is atomic."""
        return self.instance / "uploads"

    @property
    def keys(self) -> Path:
        """The folder of the server's private keys, readable by the server's user only."""
        return self.instance / "keys"

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        """Read settings from environment variables; raises SettingsError with what to do."""
        instance = place(env)
        settings = cls(
            instance=instance,
            database_url=_database_url(env, instance),
            address=env.get("SIDAK_ADDRESS", cls.address).rstrip("/"),
            demo=_flag(env, "SIDAK_DEMO"),
            photo_bytes=_number(env, "SIDAK_PHOTO_BYTES", cls.photo_bytes, 100_000, 100_000_000),
            file_bytes=_number(env, "SIDAK_FILE_BYTES", cls.file_bytes, 1_000_000, 200_000_000),
            body_bytes=_number(env, "SIDAK_BODY_BYTES", cls.body_bytes, 10_000, 50_000_000),
            tip_work_bits=_number(env, "SIDAK_TIP_WORK_BITS", cls.tip_work_bits, 8, 26),
            public_least=_number(env, "SIDAK_PUBLIC_LEAST", cls.public_least, 3, 100),
        )
        if zone := env.get("SIDAK_TIME_ZONE", "").strip():
            settings = replace(settings, time_zone=zone)
        settings = replace(
            settings,
            seal=_file(env, "SIDAK_SEAL"),
            seal_password=_file(env, "SIDAK_SEAL_PASSWORD_FILE"),
            trusted_issuers=_file(env, "SIDAK_TRUSTED_ISSUERS"),
            certificate=_file(env, "SIDAK_CERTIFICATE"),
        )
        if "SIDAK_PWA" in env:
            settings = replace(settings, pwa=Path(env["SIDAK_PWA"]).resolve())
        if _flag(env, "FLASK_DEBUG"):
            raise SettingsError("FLASK_DEBUG shows code and data to whoever asks; unset it.")
        settings.verify()
        return settings

    def verify(self) -> None:
        """Refuse combinations that would put people's records at risk."""
        if self.time_zone not in ZONES:
            raise SettingsError(
                f"SIDAK_TIME_ZONE must be one of {', '.join(ZONES)}, not {self.time_zone!r}."
            )
        self._verify_seal()
        parts = urlsplit(self.address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingsError(f"SIDAK_ADDRESS must be an http or https address: {self.address!r}")
        if parts.username or parts.path or parts.query or parts.fragment:
            raise SettingsError("SIDAK_ADDRESS is https://name or https://name:port, nothing more.")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise SettingsError(
                "SIDAK_ADDRESS must be https off this machine: phones give no camera, "
                "position or offline storage to a plain http page."
            )
        if self.demo and parts.hostname not in LOOPBACK:
            raise SettingsError(
                "Demo data has known passwords; it is served on 127.0.0.1 only (unset SIDAK_DEMO)."
            )

    def _verify_seal(self) -> None:
        """Refuse a seal whose password lies beside it, or in what every backup holds."""
        if self.seal is None and self.seal_password is None:
            return
        if self.seal is None or self.seal_password is None:
            raise SettingsError(
                "SIDAK_SEAL (a PKCS#12) and SIDAK_SEAL_PASSWORD_FILE go together; set both or none."
            )
        folder = self.seal_password.parent
        if folder == self.seal.parent or folder.is_relative_to(self.instance):
            raise SettingsError(
                "SIDAK_SEAL_PASSWORD_FILE must lie neither beside SIDAK_SEAL nor in SIDAK_INSTANCE: "
                "whoever gets one would have both. systemd's LoadCredentialEncrypted= gives it a place."
            )


def _file(env: Mapping[str, str], name: str) -> Path | None:
    raw = env.get(name, "").strip()
    if raw and not Path(raw).is_file():
        raise SettingsError(f"{name} names no file that this server can read: {raw!r}")
    return Path(raw).resolve() if raw else None


def _database_url(env: Mapping[str, str], instance: Path) -> str:
    url = env.get("DATABASE_URL", "").strip() or f"sqlite:///{instance / 'sidak.sqlite'}"
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError(
            "DATABASE_URL must start with sqlite:/// or postgresql+psycopg:// "
            f"(it starts with {url.split('://', maxsplit=1)[0]!r})."
        )
    if url.startswith("sqlite:///"):
        if not url.removeprefix("sqlite:///").startswith("/"):
            raise SettingsError("DATABASE_URL of SQLite must name a file by its full path.")
        return url
    parts = urlsplit(url)
    modes = parse_qs(parts.query).get("sslmode", [])
    if (parts.hostname or "localhost") not in LOOPBACK and not TLS.intersection(modes):
        raise SettingsError(
            "DATABASE_URL goes over the network: add ?sslmode=verify-full, or names and photos of "
            "people travel readable by others."
        )
    return url
