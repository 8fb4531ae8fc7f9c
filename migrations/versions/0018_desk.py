"""what follows a letter: signed PDFs brought back, what followed for a person, own register, days to sign"""

import sqlalchemy as sa
from alembic import op

revision = "0018_desk"
down_revision = "0018_upper_name"
branch_labels = None
depends_on = None

# As in revisions 0009 and 0017: what never changes once written, and what may only be forgotten.
EMPTY, NULL = "NEW.{0} = ''", "NEW.{0} IS NULL"
# an index is added, nothing of the table is made anew: its geometry and its triggers stay
QUEUE = {
    "ix__findings__operation_seen": ["operation_id", "seen_at"],
    "ix__findings__operation_status_seen": ["operation_id", "status", "seen_at"],
}
SHORTER = "ix__findings__operation_status"
TABLES = {
    "letter_copies": ("id letter_id sha256 size signatures issued_bytes added_by added_at", {}),
    "case_records": (
        "id operation_id line_id number kind held_on result next_on recorded_by recorded_at",
        {"employee_id": NULL, "by_whom": EMPTY, "note": EMPTY},
    ),
}


def upgrade() -> None:
    op.create_table(
        "letter_copies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("signatures", sa.JSON(), nullable=False),
        sa.Column("issued_bytes", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk__letter_copies__letter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__letter_copies")),
    )
    op.create_index(op.f("ix__letter_copies_letter_id"), "letter_copies", ["letter_id"])
    op.create_table(
        "case_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("by_whom", sa.String(200), nullable=False),
        sa.Column("result", sa.String(20), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk__case_records__operation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__case_records")),
        sa.UniqueConstraint("line_id", "number", name=op.f("uq__case_records__line_id_number")),
    )
    for column in ("operation_id", "employee_id"):
        op.create_index(op.f(f"ix__case_records_{column}"), "case_records", [column])
    op.add_column(
        "letterheads",
        sa.Column("signing_days", sa.Integer(), nullable=False, server_default="1"),
    )
    op.add_column(
        "letterheads",
        sa.Column("own_register", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("letters", sa.Column("register_number", sa.Integer(), nullable=True))
    op.add_column(
        "letters",
        sa.Column("received_by", sa.String(200), nullable=False, server_default=""),
    )
    # unique where it is set, since NULL equals nothing
    op.create_index(
        op.f("ix__letters_year_register_number"),
        "letters",
        ["year", "register_number"],
        unique=True,
    )
    for name, columns in QUEUE.items():
        op.create_index(op.f(name), "findings", columns)
    op.drop_index(op.f(SHORTER), "findings")  # the beginning of the longer one
    postgres = op.get_bind().dialect.name == "postgresql"
    for table, (kept, may) in TABLES.items():
        for statement in _guards(table, kept.split(), may, postgres=postgres):
            op.execute(statement)


def downgrade() -> None:
    op.create_index(op.f(SHORTER), "findings", ["operation_id", "status"])
    for name in QUEUE:
        op.drop_index(op.f(name), "findings")
    op.drop_index(op.f("ix__letters_year_register_number"), "letters")
    for table, column in (
        ("letters", "received_by"),
        ("letters", "register_number"),
        ("letterheads", "own_register"),
        ("letterheads", "signing_days"),
    ):
        op.drop_column(table, column)
    for table in TABLES:
        op.drop_table(table)


def _guards(table, kept, may, *, postgres):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the statements that keep a table append-only."""
    apart = "IS DISTINCT FROM" if postgres else "IS NOT"
    json = "CAST({0}.{1} AS TEXT)" if postgres else "{0}.{1}"  # PostgreSQL compares no json
    old = {
        name: json.format("OLD", name) if name == "signatures" else f"OLD.{name}" for name in kept
    }
    new = {
        name: json.format("NEW", name) if name == "signatures" else f"NEW.{name}" for name in kept
    }
    changed = [f"{old[name]} {apart} {new[name]}" for name in kept]
    changed += [
        f"(OLD.{name} {apart} NEW.{name} AND NOT {rule.format(name)})" for name, rule in may.items()
    ]
    columns, when = ", ".join([*kept, *may]), " OR ".join(changed)
    made = f"CREATE TRIGGER kept__{table}__"
    if postgres:
        refuse = "EXECUTE FUNCTION sidak_refuse()"
        yield (
            f"{made}update BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW WHEN ({when}) {refuse}"
        )
        yield f"{made}delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}"
        yield f"{made}truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
        return
    # REPLACE deletes without asking a DELETE trigger
    same = f" WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608
    for name, event, condition in (
        ("update", f"UPDATE OF {columns}", f" WHEN {when}"),
        ("delete", "DELETE", ""),
        ("replace", "INSERT", same),
    ):
        said = f"'sidak: {event.split()[0]} of {table} is refused, evidence is kept'"
        yield (
            f"{made}{name} BEFORE {event} ON {table} FOR EACH ROW{condition} "
            f"BEGIN SELECT RAISE(ABORT, {said}); END"
        )
