"""what an author corrects in a sent finding; clocks and chain of a visit; nihil in a team's report"""

import sqlalchemy as sa
from alembic import op

revision = "0016_amend"
down_revision = "0015_public"
branch_labels = None
depends_on = None

# What revision 0012 keeps of a visit, and what is new.
VISIT = "id operation_id team_id author_id place nil at received_at sha256 device_id"
VISIT += " device_signature sequence"
VISIT_ADDED = "previous_sha256 clock"
VISIT_MAY = {
    "note": "NEW.note = ''",
    "body": "(NEW.body IS NULL OR length(NEW.body) = 0)",
    "log_index": "OLD.log_index IS NULL",
}
CORRECTION = "id finding_id operation_id team_id author_id device_id sequence device_signature"
CORRECTION += " sha256 at received_at applied log_index"
CORRECTION_MAY = {
    "body": "(NEW.body IS NULL OR length(NEW.body) = 0)",
    "said": "CAST(NEW.said AS TEXT) = '{}'",
}
JSON = frozenset({"said", "clock"})


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("device_signature", sa.String(length=86), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk__corrections__finding_id")
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk__corrections__operation_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk__corrections__team_id")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk__corrections__author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__corrections")),
    )
    op.create_index(op.f("ix__corrections_finding_id"), "corrections", ["finding_id"])
    op.create_index("ix__corrections__device_sequence", "corrections", ["device_id", "sequence"])
    op.add_column(
        "team_reports", sa.Column("unsent_visits", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("visits", sa.Column("previous_sha256", sa.String(length=64), nullable=True))
    op.add_column("visits", sa.Column("clock", sa.JSON(), nullable=True))
    _drop("visits", "update")
    _guard("visits", f"{VISIT} {VISIT_ADDED}", VISIT_MAY)
    _guard("corrections", CORRECTION, CORRECTION_MAY)
    _no_other_way("corrections")


def downgrade() -> None:
    _drop("visits", "update")
    _guard("visits", VISIT, VISIT_MAY)
    for column in ("clock", "previous_sha256"):
        op.drop_column("visits", column)
    op.drop_column("team_reports", "unsent_visits")
    for event in ("update", "delete", "truncate" if _postgres() else "replace"):
        _drop("corrections", event)
    op.drop_index("ix__corrections__device_sequence", table_name="corrections")
    op.drop_index(op.f("ix__corrections_finding_id"), table_name="corrections")
    op.drop_table("corrections")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _drop(table: str, event: str) -> None:
    op.execute(f"DROP TRIGGER kept__{table}__{event}" + (f" ON {table}" if _postgres() else ""))


def _guard(table: str, kept: str, may: dict[str, str]) -> None:
    """Make the trigger that refuses to change a row of evidence (ADR 10)."""
    changed = [_changed(column) for column in kept.split()]
    changed += [f"({_changed(column)} AND NOT {rule})" for column, rule in may.items()]
    columns, when = ", ".join([*kept.split(), *may]), " OR ".join(changed)
    _make(table, "update", f"UPDATE OF {columns}", f" WHEN ({when})")


def _no_other_way(table: str) -> None:
    """Nor is a row deleted, nor replaced or emptied with all others."""
    _make(table, "delete", "DELETE", "")
    if _postgres():
        op.execute(
            f"CREATE TRIGGER kept__{table}__truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sidak_refuse()"
        )
        return
    same = f" WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608
    _make(table, "replace", "INSERT", same)


def _make(table: str, name: str, event: str, when: str) -> None:
    made = f"CREATE TRIGGER kept__{table}__{name} BEFORE {event} ON {table} FOR EACH ROW{when} "
    if _postgres():
        op.execute(made + "EXECUTE FUNCTION sidak_refuse()")
    else:
        said = f"'sidak: {event.split(maxsplit=1)[0]} of {table} is refused, evidence is kept'"
        op.execute(f"{made}BEGIN SELECT RAISE(ABORT, {said}); END")


def _changed(column: str) -> str:
    apart = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    if column in JSON:  # PostgreSQL knows no equality of json
        return f"CAST(OLD.{column} AS TEXT) {apart} CAST(NEW.{column} AS TEXT)"
    return f"OLD.{column} {apart} NEW.{column}"
