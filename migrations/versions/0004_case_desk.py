"""papers that come after the finding, received with the server's time"""

import sqlalchemy as sa
from alembic import op

revision = "0004_case_desk"
down_revision = "0003_sealed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "late_letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Uuid(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_mime", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk__late_letters__finding_id")
        ),
        sa.ForeignKeyConstraint(
            ["received_by"], ["users.id"], name=op.f("fk__late_letters__received_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__late_letters")),
    )
    op.create_index(op.f("ix__late_letters_finding_id"), "late_letters", ["finding_id"])


def downgrade() -> None:
    op.drop_table("late_letters")
