"""attendance lists of a sidak kantor, append-only; who took a permit back, and why"""

import sqlalchemy as sa
from alembic import op

revision = "0018_board"
down_revision = "0018_desk"
branch_labels = None
depends_on = None

EMPTY, NULL = "NEW.{0} = ''", "NEW.{0} IS NULL"
# As in revision 0009: what never changes once written, and what may only be forgotten.
TABLES = {
    "rolls": ("id operation_id team_id opd_id staff begun_at begun_by", {}),
    "roll_people": ("id roll_id position proposed", {"employee_id": NULL}),
    "roll_marks": ("id person_id number code at by_id", {"note": EMPTY, "reason": EMPTY}),
}


def upgrade() -> None:
    op.create_table(
        "rolls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        _points("rolls", "begun_by", "users"),
        _points("rolls", "opd_id", "opds"),
        _points("rolls", "operation_id", "operations"),
        _points("rolls", "team_id", "teams"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__rolls")),
        sa.UniqueConstraint("operation_id", "opd_id", name=op.f("uq__rolls__operation_id_opd_id")),
    )
    op.create_table(
        "roll_people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=True),
        sa.Column("proposed", sa.String(10), nullable=True),
        _points("roll_people", "employee_id", "employees"),
        _points("roll_people", "roll_id", "rolls"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__roll_people")),
    )
    op.create_table(
        "roll_marks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        _points("roll_marks", "by_id", "users"),
        _points("roll_marks", "person_id", "roll_people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__roll_marks")),
        sa.UniqueConstraint("person_id", "number", name=op.f("uq__roll_marks__person_id_number")),
    )
    for table, column in (
        ("rolls", "operation_id"),
        ("rolls", "team_id"),
        ("roll_people", "roll_id"),
        ("roll_people", "employee_id"),
    ):
        op.create_index(op.f(f"ix__{table}_{column}"), table, [column])
    op.add_column("permits", sa.Column("withdrawn_by", sa.Uuid(), nullable=True))
    op.add_column("permits", sa.Column("withdrawn_reason", sa.String(500), nullable=True))
    postgres = op.get_bind().dialect.name == "postgresql"
    for table, (kept, may) in TABLES.items():
        for statement in (_postgres if postgres else _sqlite)(table, kept.split(), may):
            op.execute(statement)


def downgrade() -> None:
    for column in ("withdrawn_reason", "withdrawn_by"):
        op.drop_column("permits", column)
    for table in reversed(TABLES):
        op.drop_table(table)


def _points(table, column, to):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk__{table}__{column}"))


def _changed(kept, may, apart):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the columns that are watched, and when a change of them is refused."""
    changed = [f"OLD.{column} {apart} NEW.{column}" for column in kept]
    changed += [
        f"(OLD.{column} {apart} NEW.{column} AND NOT {rule.format(column)})"
        for column, rule in may.items()
    ]
    return ", ".join([*kept, *may]), " OR ".join(changed)


def _postgres(table, kept, may):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    columns, changed = _changed(kept, may, "IS DISTINCT FROM")
    refuse = "EXECUTE FUNCTION sidak_refuse()"
    made = f"CREATE TRIGGER kept__{table}__"
    yield f"{made}update BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW WHEN ({changed}) {refuse}"
    yield f"{made}delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}"
    yield f"{made}truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"


def _sqlite(table, kept, may):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    columns, changed = _changed(kept, may, "IS NOT")
    # REPLACE deletes without asking a DELETE trigger
    same = f" WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608
    events = {
        "update": (f"UPDATE OF {columns}", f" WHEN {changed}"),
        "delete": ("DELETE", ""),
        "replace": ("INSERT", same),
    }
    for name, (event, when) in events.items():
        said = f"'sidak: {event.split()[0]} of {table} is refused, evidence is kept'"
        yield (
            f"CREATE TRIGGER kept__{table}__{name} BEFORE {event} ON {table} FOR EACH ROW{when} "
            f"BEGIN SELECT RAISE(ABORT, {said}); END"
        )
