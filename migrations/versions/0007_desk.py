"""proof of a letter: the token behind its QR; time slots of hearings"""

import sqlalchemy as sa
from alembic import op

revision = "0007_desk"
down_revision = "0006_masters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letters", sa.Column("check_token", sa.String(40), nullable=True))
    op.create_index(op.f("ix__letters_check_token"), "letters", ["check_token"], unique=True)
    for name, usual in (("hearing_minutes", "30"), ("hearing_parallel", "1")):
        column = sa.Column(name, sa.Integer(), server_default=usual, nullable=False)
        op.add_column("letterheads", column)


def downgrade() -> None:
    op.drop_column("letterheads", "hearing_parallel")
    op.drop_column("letterheads", "hearing_minutes")
    op.drop_index(op.f("ix__letters_check_token"), table_name="letters")
    op.drop_column("letters", "check_token")
