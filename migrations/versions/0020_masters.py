"""whoever changes a work schedule says on which version of it"""

import sqlalchemy as sa
from alembic import op

revision = "0020_masters"
down_revision = "0019_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "work_schedules", sa.Column("revision", sa.Integer(), server_default="1", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("work_schedules", "revision")
