"""whose superior signs a letter B: the OPD that finishes it"""

import sqlalchemy as sa
from alembic import op

revision = "0019_desk"
down_revision = "0019_trust"
branch_labels = None
depends_on = None

INDEX = "ix__letters_signing_opd_id"
letters = sa.table(
    "letters",
    sa.column("id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("content", sa.JSON()),
    sa.column("signing_opd_id", sa.Uuid()),
)
employees = sa.table("employees", sa.column("id", sa.Uuid()), sa.column("opd_id", sa.Uuid()))


def upgrade() -> None:
    op.add_column("letters", sa.Column("signing_opd_id", sa.Uuid(), nullable=True))
    op.create_index(op.f(INDEX), "letters", ["signing_opd_id"])
    _name_those_there()


def downgrade() -> None:
    op.drop_index(op.f(INDEX), "letters")
    op.drop_column("letters", "signing_opd_id")


def _name_those_there() -> None:
    """Letters B from before: the OPD in which their superior serves today."""
    bound = op.get_bind()
    served = {str(row.id): row.opd_id for row in bound.execute(sa.select(employees))}
    formal = sa.select(letters.c.id, letters.c.content).where(letters.c.kind == "B")
    for row in bound.execute(formal).all():
        signer = (row.content or {}).get("signatory", {}).get("employee_id")
        if signer in served:
            known = letters.update().where(letters.c.id == row.id)
            bound.execute(known.values(signing_opd_id=served[signer]))
