"""what a phone says of its version and clock"""

import sqlalchemy as sa
from alembic import op

revision = "0011_attendance"
down_revision = "0010_replies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("devices", sa.Column("app_version", sa.String(40), nullable=True))
    op.add_column("devices", sa.Column("clock_ms", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("devices", "clock_ms")
    op.drop_column("devices", "app_version")
