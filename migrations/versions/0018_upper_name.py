"""namesakes are found by an index: each finding asks for them while it holds the write lock"""

import sqlalchemy as sa
from alembic import op

revision = "0018_upper_name"
down_revision = "0017_trust"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix__employees__upper_name", "employees", [sa.text("upper(name)")])


def downgrade() -> None:
    op.drop_index("ix__employees__upper_name", table_name="employees")
