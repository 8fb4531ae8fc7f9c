"""one-time links to a first account; second factor of accounts"""

import sqlalchemy as sa
from alembic import op

revision = "0005_trust"
down_revision = "0004_case_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk__invitations")),
    )
    op.add_column("users", sa.Column("totp_secret", sa.String(length=200), nullable=True))
    op.add_column("users", sa.Column("totp_step", sa.BigInteger(), nullable=True))
    op.add_column(
        "users", sa.Column("recovery_hashes", sa.JSON(), server_default="[]", nullable=False)
    )
    op.add_column(
        "sign_ins", sa.Column("limited", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("sign_ins", "limited")
    for column in ("recovery_hashes", "totp_step", "totp_secret"):
        op.drop_column("users", column)
    op.drop_table("invitations")
