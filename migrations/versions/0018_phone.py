"""what a phone still holds unfinished: forms that were begun and not saved"""

import sqlalchemy as sa
from alembic import op

revision = "0018_phone"
down_revision = "0018_board"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "devices", sa.Column("open_drafts", sa.Integer(), server_default="0", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("devices", "open_drafts")
