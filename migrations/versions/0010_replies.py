"""paper slips and the person's right of reply; DOCX templates of the office"""

import sqlalchemy as sa
from alembic import op

revision = "0010_replies"
down_revision = "0009_append_only"
branch_labels = None
depends_on = None

# what a person brings has no user behind it
NOBODY = {"amendments": "actor_id", "late_letters": "received_by"}


def upgrade() -> None:
    op.create_table(
        "reply_slips",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("code_sha256", sa.String(64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk__reply_slips__made_by")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk__reply_slips__operation_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk__reply_slips")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq__reply_slips__code_sha256")),
    )
    for column in ("batch_id", "operation_id"):
        op.create_index(op.f(f"ix__reply_slips_{column}"), "reply_slips", [column])
    op.create_table(
        "letter_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["users.id"], name=op.f("fk__letter_templates__made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__letter_templates")),
        sa.UniqueConstraint("kind", "version", name=op.f("uq__letter_templates__kind_version")),
    )
    op.add_column("findings", sa.Column("slip_number", sa.Integer(), nullable=True))
    op.create_index(op.f("ix__findings_slip_number"), "findings", ["slip_number"])
    op.add_column("late_letters", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("late_letters", sa.Column("read_by", sa.Uuid(), nullable=True))
    for table, column in NOBODY.items():
        _nullable(table, column, nullable=True)


def downgrade() -> None:
    for table, column in NOBODY.items():
        _nullable(table, column, nullable=False)
    op.drop_column("late_letters", "read_by")
    op.drop_column("late_letters", "read_at")
    op.drop_index(op.f("ix__findings_slip_number"), "findings")
    op.drop_column("findings", "slip_number")
    op.drop_table("letter_templates")
    op.drop_table("reply_slips")


def _nullable(table, column, *, nullable):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Change a column of a guarded table; SQLite rebuilds the table, so its guards are put back."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(table, column, existing_type=sa.Uuid(), nullable=nullable)
        return
    guards = op.get_bind().execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"),
        {"table": table},
    )
    statements = [row.sql for row in guards]
    with op.batch_alter_table(table) as batch:
        batch.alter_column(column, existing_type=sa.Uuid(), nullable=nullable)
    for statement in statements:
        op.execute(statement)
