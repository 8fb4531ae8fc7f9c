"""a finding keeps its phone's signature; a photo may arrive sealed"""

import sqlalchemy as sa
from alembic import op

revision = "0003_sealed"
down_revision = "0002_summons"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("findings", sa.Column("device_signature", sa.String(length=86), nullable=True))
    op.add_column(
        "uploads", sa.Column("sealed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("uploads", "sealed")
    op.drop_column("findings", "device_signature")
