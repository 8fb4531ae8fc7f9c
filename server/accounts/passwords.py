"""Argon2id with the parameters of invariants I (64 MiB, t=3, p=1)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

LEAST_LENGTH = 12
_hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)
# The same work for an unknown username, so that time tells nothing. Written out, because making
# it would cost every start and every command half a second.
_nobody = (
    "$argon2id$v=19$m=65536,t=3,p=1$"
    "kYw+7Im8JNK5W0idGa4lsw$ziL2NGcDIijMBcOeNIDuU0S84vukyLy9zZA6bjeaOjg"
)


def hash_password(password: str) -> str:
    """Hash a password; raises ValueError under 12 characters."""
    if len(password) < LEAST_LENGTH:
        raise ValueError(f"a password needs at least {LEAST_LENGTH} characters")
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Compare in the same time whether or not the user exists."""
    try:
        _hasher.verify(password_hash or _nobody, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None
