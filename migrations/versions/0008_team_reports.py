"""berita acara of teams, one-time codes that enrol a phone"""

import sqlalchemy as sa
from alembic import op

revision = "0008_team_reports"
down_revision = "0007_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("nil_visits", sa.Integer(), nullable=False),
        sa.Column("unsent_findings", sa.Integer(), nullable=False),
        sa.Column("unsent_photos", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk__team_reports__operation_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk__team_reports__team_id")),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["users.id"], name=op.f("fk__team_reports__declared_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__team_reports")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq__team_reports__team_id_number")),
    )
    op.create_index(op.f("ix__team_reports_operation_id"), "team_reports", ["operation_id"])
    op.create_table(
        "enrolments",
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk__enrolments__user_id")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk__enrolments")),
    )
    op.create_index(op.f("ix__enrolments_user_id"), "enrolments", ["user_id"])
    op.create_index(op.f("ix__enrolments_operation_id"), "enrolments", ["operation_id"])


def downgrade() -> None:
    op.drop_table("enrolments")
    op.drop_table("team_reports")
