"""berita acara pemeriksaan: one per examination of a line, fixed once it is closed"""

import sqlalchemy as sa
from alembic import op

revision = "0014_bap"
down_revision = "0013_tips"
branch_labels = None
depends_on = None

TABLE = "examinations"
KEPT = (
    "id", "operation_id", "line_id", "letter_id", "number", "status", "place", "started_at",
    "ended_at", "closed_by", "closed_at", "sha256", "log_index",
)  # fmt: skip
CLOSED = "OLD.status = 'closed'"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("log_index", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk__examinations__operation_id")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk__examinations__letter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__examinations")),
        sa.UniqueConstraint("line_id", "number", name=op.f("uq__examinations__line_id_number")),
    )
    for column in ("operation_id", "employee_id"):
        op.create_index(op.f(f"ix__examinations_{column}"), TABLE, [column])
    for statement in _guards(postgres=op.get_bind().dialect.name == "postgresql"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)


def _guards(*, postgres):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the statements that keep a closed one as it is, as revision 0009 does for other evidence.

    Retention alone may empty its content, and nothing but that.
    """
    apart = "IS DISTINCT FROM" if postgres else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {apart} NEW.{column}" for column in KEPT)
    content = f"(CAST(OLD.content AS TEXT) {apart} CAST(NEW.content AS TEXT)"
    content += " AND CAST(NEW.content AS TEXT) <> '{}')"
    update = f"{CLOSED} AND ({changed} OR {content})"
    if postgres:
        refuse = "EXECUTE FUNCTION sidak_refuse()"
        for name, when in (("UPDATE", update), ("DELETE", CLOSED)):
            yield (
                f"CREATE TRIGGER kept__{TABLE}__{name.lower()} BEFORE {name} ON {TABLE} "
                f"FOR EACH ROW WHEN ({when}) {refuse}"
            )
        yield (
            f"CREATE TRIGGER kept__{TABLE}__truncate BEFORE TRUNCATE ON {TABLE} "
            f"FOR EACH STATEMENT {refuse}"
        )
        return
    same = f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)"  # noqa: S608
    for name, event, when in (
        ("update", "UPDATE", update),
        ("delete", "DELETE", CLOSED),
        ("replace", "INSERT", same),  # REPLACE deletes without asking a DELETE trigger
    ):
        yield (
            f"CREATE TRIGGER kept__{TABLE}__{name} BEFORE {event} ON {TABLE} "
            f"FOR EACH ROW WHEN {when} BEGIN "
            f"SELECT RAISE(ABORT, 'sidak: {event} of {TABLE} is refused, evidence is kept'); END"
        )
