"""Tables of users, their sessions, their phones, and throttled guesses."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from server.core.clock import UtcDateTime, now
from server.core.db import Base, Key


class User(Base):
    """Somebody who signs in; `roles` are installation-wide, teams give roles per operation."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str | None] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]]
    employee_id: Mapped[UUID | None] = mapped_column(Key, index=True)
    opd_id: Mapped[UUID | None] = mapped_column(Key, index=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    totp_secret: Mapped[str | None] = mapped_column(String(200))
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    recovery_hashes: Mapped[list[str]] = mapped_column(default=list, server_default="[]")

    # the four words flask-login asks for
    @property
    def is_active(self) -> bool:
        """Whether this account may act."""
        return self.active

    @property
    def is_authenticated(self) -> bool:
        """A loaded user has signed in."""
        return True

    @property
    def is_anonymous(self) -> bool:
        """A loaded user is somebody."""
        return False

    def get_id(self) -> str:
        """Return the id as flask-login wants it."""
        return str(self.id)


class SignIn(Base):
    """A server-side session; the cookie holds a random token, the table only its SHA-256.

    A `limited` one may only set up the second factor that its account must have.
    """

    __tablename__ = "sign_ins"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    limited: Mapped[bool] = mapped_column(default=False, server_default=false())


class Invitation(Base):
    """A one-time link to an account with these roles; the table holds only the token's SHA-256.

    With `user_id` it lets the holder of an account that exists choose a password.
    """

    __tablename__ = "invitations"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    roles: Mapped[list[str]]
    user_id: Mapped[UUID | None] = mapped_column(Key)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Enrolment(Base):
    """A one-time code that signs a petugas in and enrols a phone; only its SHA-256 is kept.

    `device_id` is the phone that used it.
    """

    __tablename__ = "enrolments"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"), index=True)
    operation_id: Mapped[UUID] = mapped_column(Key, index=True)
    created_by: Mapped[UUID] = mapped_column(Key)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device_id: Mapped[UUID | None] = mapped_column(Key)


class Passkey(Base):
    """A key pair that an authenticator of its owner made for this site; only its public half is here.

    `credential_id` and `public_key` (COSE, RFC 9052) are base64url as in WebAuthn's JSON; `sign_count`
    is the authenticator's own count, 0 for those that keep none.
    """

    __tablename__ = "passkeys"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(String(2000))
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasskeyChallenge(Base):
    """What an authenticator is asked to sign, once and soon; by the hash of what the browser holds.

    With `user_id` it registers a new passkey of that account, without it signs somebody in.
    """

    __tablename__ = "passkey_challenges"

    holder_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID | None] = mapped_column(Key)
    challenge: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Throttle(Base):
    """Failed guesses for one username or one address, as a keyed hash."""

    __tablename__ = "throttles"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Device(Base):
    """A phone enrolled by its owner; the counts are what it declared with its last heartbeat.

    `clock_ms` is how far its clock was before the server's then; both are unknown of an old version.
    """

    __tablename__ = "devices"

    id: Mapped[UUID] = mapped_column(Key, primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(Key, ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    public_key: Mapped[dict[str, Any]]
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unsent_findings: Mapped[int] = mapped_column(default=0)
    unsent_photos: Mapped[int] = mapped_column(default=0)
    unsent_visits: Mapped[int] = mapped_column(default=0, server_default="0")
    open_drafts: Mapped[int] = mapped_column(default=0, server_default="0")
    last_sequence: Mapped[int] = mapped_column(BigInteger, default=0)
    last_contact_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    app_version: Mapped[str | None] = mapped_column(String(40))
    clock_ms: Mapped[int | None] = mapped_column(BigInteger)
