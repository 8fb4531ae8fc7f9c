"""The hand that owns the tables: it takes the guards away first, as any tamperer would have to."""

from sqlalchemy import Connection, text

from server.archive.guards import KEPT, names


def lift_guards(bound: Connection) -> None:
    """Drop the triggers that refuse; in a transaction they come back with its rollback."""
    postgres = bound.dialect.name == "postgresql"
    for name in names(bound.dialect.name):
        table = next(one for one in KEPT if name.startswith(f"kept__{one}__"))
        bound.execute(text(f"DROP TRIGGER {name}" + (f" ON {table}" if postgres else "")))
