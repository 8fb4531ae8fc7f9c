"""laporan masyarakat: tips, their pictures and steps, reporters apart, spent challenges"""

import sqlalchemy as sa
from alembic import op

revision = "0013_tips"
down_revision = "0012_field"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tips",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt_hash", sa.String(64), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("what", sa.String(4000), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("who", sa.String(500), nullable=False),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("seen_time", sa.String(60), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=True),
        sa.Column("target_place", sa.String(200), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk__tips__operation_id")
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk__tips__employee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__tips")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq__tips__receipt_hash")),
    )
    op.create_index(op.f("ix__tips_state"), "tips", ["state"])
    op.create_table(
        "tip_reporters",
        sa.Column("tip_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name=op.f("fk__tip_reporters__tip_id")),
        sa.PrimaryKeyConstraint("tip_id", name=op.f("pk__tip_reporters")),
    )
    op.create_table(
        "tip_pictures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tip_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name=op.f("fk__tip_pictures__tip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__tip_pictures")),
        sa.UniqueConstraint("tip_id", "number", name=op.f("uq__tip_pictures__tip_id_number")),
    )
    op.create_table(
        "tip_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tip_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(12), nullable=False),
        sa.Column("after", sa.String(12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name=op.f("fk__tip_steps__tip_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk__tip_steps__actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__tip_steps")),
        sa.UniqueConstraint("tip_id", "revision", name=op.f("uq__tip_steps__tip_id_revision")),
    )
    op.create_table(
        "tip_challenges",
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk__tip_challenges")),
    )
    op.create_index(op.f("ix__tip_challenges_expires_at"), "tip_challenges", ["expires_at"])


def downgrade() -> None:
    for table in ("tip_challenges", "tip_steps", "tip_pictures", "tip_reporters", "tips"):
        op.drop_table(table)
