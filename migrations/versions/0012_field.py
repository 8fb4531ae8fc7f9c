"""a visit keeps its text, its phone's signature and number; a phone says how many it still holds"""

import sqlalchemy as sa
from alembic import op

revision = "0012_field"
down_revision = "0011_attendance"
branch_labels = None
depends_on = None

# What revision 0009 keeps of a visit, and what is new.
BEFORE = "id operation_id team_id author_id place nil at received_at sha256"
ADDED = "device_id device_signature sequence"
# A text may only be forgotten; the row of its arrival in the chain is noted once.
MAY_BEFORE = {"note": "NEW.note = ''"}
MAY_ADDED = {
    "body": "(NEW.body IS NULL OR length(NEW.body) = 0)",
    "log_index": "OLD.log_index IS NULL",
}


def upgrade() -> None:
    op.add_column(
        "devices", sa.Column("unsent_visits", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("visits", sa.Column("body", sa.LargeBinary(), nullable=True))
    op.add_column("visits", sa.Column("device_id", sa.Uuid(), nullable=True))
    op.add_column("visits", sa.Column("device_signature", sa.String(length=86), nullable=True))
    op.add_column("visits", sa.Column("sequence", sa.BigInteger(), nullable=True))
    op.add_column("visits", sa.Column("log_index", sa.BigInteger(), nullable=True))
    _guard(f"{BEFORE} {ADDED}", {**MAY_BEFORE, **MAY_ADDED})


def downgrade() -> None:
    _guard(BEFORE, MAY_BEFORE)
    for column in ("log_index", "sequence", "device_signature", "device_id", "body"):
        op.drop_column("visits", column)
    op.drop_column("devices", "unsent_visits")


def _guard(kept: str, may: dict[str, str]) -> None:
    """Make the trigger anew that refuses to change a visit (ADR 10)."""
    postgres = op.get_bind().dialect.name == "postgresql"
    apart = "IS DISTINCT FROM" if postgres else "IS NOT"
    changed = [f"OLD.{column} {apart} NEW.{column}" for column in kept.split()]
    changed += [f"(OLD.{one} {apart} NEW.{one} AND NOT {rule})" for one, rule in may.items()]
    columns, when = ", ".join([*kept.split(), *may]), " OR ".join(changed)
    made = f"CREATE TRIGGER kept__visits__update BEFORE UPDATE OF {columns} ON visits FOR EACH ROW"
    if postgres:
        op.execute("DROP TRIGGER kept__visits__update ON visits")
        op.execute(f"{made} WHEN ({when}) EXECUTE FUNCTION sidak_refuse()")
    else:
        op.execute("DROP TRIGGER kept__visits__update")
        said = "'sidak: UPDATE of visits is refused, evidence is kept'"
        op.execute(f"{made} WHEN {when} BEGIN SELECT RAISE(ABORT, {said}); END")
