"""proof of a letter: the token behind its QR"""

import sqlalchemy as sa
from alembic import op

revision = "0007_desk"
down_revision = "0006_masters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letters", sa.Column("check_token", sa.String(40), nullable=True))
    op.create_index(op.f("ix__letters_check_token"), "letters", ["check_token"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix__letters_check_token"), table_name="letters")
    op.drop_column("letters", "check_token")
