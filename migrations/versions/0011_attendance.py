"""daily punches; what a phone says of its version and clock"""

import sqlalchemy as sa
from alembic import op

revision = "0011_attendance"
down_revision = "0010_replies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("arrived", sa.Time(), nullable=True),
        sa.Column("departed", sa.Time(), nullable=True),
        sa.Column("code", sa.String(40), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk__attendance_days__import_id")
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk__attendance_days__employee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__attendance_days")),
        sa.UniqueConstraint(
            "import_id",
            "employee_id",
            "day",
            name=op.f("uq__attendance_days__import_id_employee_id_day"),
        ),
    )
    op.create_index(op.f("ix__attendance_days_day"), "attendance_days", ["day"])
    op.create_index("ix__attendance_days__employee_day", "attendance_days", ["employee_id", "day"])
    op.add_column("devices", sa.Column("app_version", sa.String(40), nullable=True))
    op.add_column("devices", sa.Column("clock_ms", sa.BigInteger(), nullable=True))

    op.add_column("permits", sa.Column("import_id", sa.Uuid(), nullable=True))
    op.add_column("permits", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix__permits_import_id"), "permits", ["import_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix__permits_import_id"), table_name="permits")
    op.drop_column("permits", "withdrawn_at")
    op.drop_column("permits", "import_id")
    op.drop_table("attendance_days")
    op.drop_column("devices", "clock_ms")
    op.drop_column("devices", "app_version")
