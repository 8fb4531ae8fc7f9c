"""public aggregate page: figures of an operation as released to everybody"""

import sqlalchemy as sa
from alembic import op

revision = "0015_public"
down_revision = "0014_bap"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_releases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk__public_releases__operation_id")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["users.id"], name=op.f("fk__public_releases__released_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__public_releases")),
    )
    op.create_index(op.f("ix__public_releases_operation_id"), "public_releases", ["operation_id"])


def downgrade() -> None:
    op.drop_table("public_releases")
