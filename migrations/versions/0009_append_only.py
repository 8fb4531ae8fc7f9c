"""evidence is append-only by triggers; salted reasons, holds and periods of retention"""

import sqlalchemy as sa
from alembic import op

revision = "0009_append_only"
down_revision = "0008_team_reports"
branch_labels = None
depends_on = None

EMPTY = "NEW.{0} = ''"
NULL = "NEW.{0} IS NULL"
NO_BYTES = "(NEW.{0} IS NULL OR length(NEW.{0}) = 0)"
NOTHING = "CAST(NEW.{0} AS TEXT) = '{{}}'"
ONCE = "OLD.{0} IS NULL"
JSON = frozenset({"said", "changes", "content", "detail"})

# What never changes once written, and what may only be forgotten: a change is refused unless the
# condition holds. `where` names the rows that are guarded, all without it.
TABLES = {
    "audit_entries": {
        "kept": "log_index at actor_id action subject_id operation_id detail previous_hash hash"
        " reason_sha256",
        "may": {"reason": NULL, "reason_salt": NULL},
    },
    "findings": {
        "kept": "id operation_id team_id author_id sent_by device_id sequence device_signature"
        " source sha256 received_at captured_at",
        "may": {"body": NO_BYTES, "said": NOTHING, "log_index": "OLD.{0} = 0", "erased_at": ONCE},
    },
    "finding_photos": {
        "kept": "id finding_id number kind sha256 size mime taken_at",
        "may": {
            "state": "(OLD.{0} <> 'erased' AND NEW.{0} <> 'missing')",
            "stored_at": ONCE,
        },
    },
    "amendments": {
        "kept": "id finding_id revision verb at actor_id",
        "may": {"reason": EMPTY, "changes": NOTHING},
    },
    "late_letters": {
        "kept": "id finding_id source kind dated signed_at due_at received_at received_by",
        "may": {
            "number": EMPTY,
            "signer": EMPTY,
            "note": EMPTY,
            "file_sha256": ONCE,
            "file_mime": ONCE,
        },
    },
    "set_aside": {
        "kept": "id finding_id photo_id kind sha256 why sent_by received_at",
        "may": {"body": NO_BYTES},
    },
    "visits": {
        "kept": "id operation_id team_id author_id place nil at received_at sha256",
        "may": {"note": EMPTY},
    },
    "line_steps": {
        "kept": "id line_id revision verb before after at actor_id",
        "may": {"reason": EMPTY},
    },
    "letters": {
        "kept": "id operation_id kind opd_id number year dated hearing_at hearing_place pdf_sha256"
        " drafted_by drafted_at approved_by signed_at content",
        "may": {},
        "where": "OLD.pdf_sha256 IS NOT NULL",
    },
}


def upgrade() -> None:
    op.add_column("audit_entries", sa.Column("reason_salt", sa.String(32), nullable=True))
    op.add_column("audit_entries", sa.Column("reason_sha256", sa.String(64), nullable=True))
    op.add_column("findings", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("findings", sa.Column("erased_id", sa.Uuid(), nullable=True))
    op.create_table(
        "retention_periods",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk__retention_periods")),
    )
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_reason", sa.String(500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__legal_holds")),
    )
    op.create_index(op.f("ix__legal_holds_subject_id"), "legal_holds", ["subject_id"])
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            "CREATE FUNCTION sidak_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'sidak: % of % is refused, evidence is kept', TG_OP, TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation'; END $$"
        )
    for table, rule in TABLES.items():
        for statement in _guards(table, rule, postgres=postgres):
            op.execute(statement)


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for name in ("update", "delete", "truncate" if postgres else "replace"):
            where = f" ON {table}" if postgres else ""
            op.execute(f"DROP TRIGGER kept__{table}__{name}{where}")
    if postgres:
        op.execute("DROP FUNCTION sidak_refuse()")
    op.drop_table("legal_holds")
    op.drop_table("retention_periods")
    for column in ("erased_id", "erased_at"):
        op.drop_column("findings", column)
    for column in ("reason_sha256", "reason_salt"):
        op.drop_column("audit_entries", column)


def _guards(table, rule, *, postgres):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the statements that make the triggers of one table."""
    where = rule.get("where")
    changed = [_changed(column, postgres=postgres) for column in rule["kept"].split()]
    changed += [
        f"({_changed(column, postgres=postgres)} AND NOT {condition.format(column)})"
        for column, condition in rule["may"].items()
    ]
    columns = ", ".join([*rule["kept"].split(), *rule["may"]])
    said = f"{where} AND " if where else ""
    update = f"UPDATE OF {columns}", f"{said}({' OR '.join(changed)})"
    first = rule["kept"].split()[0]
    if postgres:
        yield _postgres(table, "update", *update)
        yield _postgres(table, "delete", "DELETE", where)
        yield (
            f"CREATE TRIGGER kept__{table}__truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sidak_refuse()"
        )
    else:
        yield _sqlite(table, "update", *update)
        yield _sqlite(table, "delete", "DELETE", where)
        # REPLACE deletes without asking a DELETE trigger
        same = f"EXISTS (SELECT 1 FROM {table} WHERE {first} = NEW.{first})"  # noqa: S608
        yield _sqlite(table, "replace", "INSERT", same)


def _changed(column, *, postgres):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    apart = "IS DISTINCT FROM" if postgres else "IS NOT"
    if column in JSON:  # PostgreSQL knows no equality of json
        return f"CAST(OLD.{column} AS TEXT) {apart} CAST(NEW.{column} AS TEXT)"
    return f"OLD.{column} {apart} NEW.{column}"


def _postgres(table, name, event, condition):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    when = f" WHEN ({condition})" if condition else ""
    return (
        f"CREATE TRIGGER kept__{table}__{name} BEFORE {event} ON {table} "
        f"FOR EACH ROW{when} EXECUTE FUNCTION sidak_refuse()"
    )


def _sqlite(table, name, event, condition):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    when = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER kept__{table}__{name} BEFORE {event} ON {table} "
        f"FOR EACH ROW{when} BEGIN "
        f"SELECT RAISE(ABORT, 'sidak: {event.split()[0]} of {table} is refused, evidence is kept'); END"
    )
