"""the sentences of letter B by regime; the newest audit row of an operation is found at once"""

import sqlalchemy as sa
from alembic import op

revision = "0002_summons"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "letterheads", sa.Column("matters", sa.JSON(), server_default="{}", nullable=False)
    )
    op.create_index(
        "ix__audit_entries__operation_log", "audit_entries", ["operation_id", "log_index"]
    )


def downgrade() -> None:
    op.drop_index("ix__audit_entries__operation_log", table_name="audit_entries")
    op.drop_column("letterheads", "matters")
