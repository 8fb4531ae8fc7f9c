"""laporan masyarakat is append-only too: what was said, its pictures, steps and sealed reporter"""

from alembic import op

revision = "0017_trust"
down_revision = "0016_amend"
branch_labels = None
depends_on = None

EMPTY, NULL, ONCE = "NEW.{0} = ''", "NEW.{0} IS NULL", "OLD.{0} IS NULL"
# As in revision 0009: what never changes once written, and what may only be forgotten.
TABLES = {
    "tips": (
        "id received_at",
        {
            **dict.fromkeys(("what", "place", "who", "link", "seen_time"), EMPTY),
            **dict.fromkeys(("receipt_hash", "seen_on"), NULL),
            "erased_at": ONCE,
        },
    ),
    "tip_pictures": ("id tip_id number sha256", {}),
    "tip_reporters": ("tip_id sealed", {}),
    "tip_steps": ("id tip_id revision verb after at actor_id", {"reason": EMPTY}),
}
# Who reported is the one thing that goes as a whole: with its tip, and never before.
ALIVE = "EXISTS (SELECT 1 FROM tips WHERE id = OLD.tip_id AND erased_at IS NULL)"


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            "CREATE FUNCTION sidak_keep_reporter() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {ALIVE} THEN RAISE EXCEPTION 'sidak: % of % is refused, evidence is kept', "
            "TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD; END $$"
        )
    for table, (kept, may) in TABLES.items():
        for statement in (_postgres if postgres else _sqlite)(table, kept.split(), may):
            op.execute(statement)


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for name in ("update", "delete", "truncate" if postgres else "replace"):
            where = f" ON {table}" if postgres else ""
            op.execute(f"DROP TRIGGER kept__{table}__{name}{where}")
    if postgres:
        op.execute("DROP FUNCTION sidak_keep_reporter()")


def _changed(kept, may, apart):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the columns that are watched, and when a change of them is refused."""
    changed = [f"OLD.{column} {apart} NEW.{column}" for column in kept]
    changed += [
        f"(OLD.{column} {apart} NEW.{column} AND NOT {rule.format(column)})"
        for column, rule in may.items()
    ]
    return ", ".join([*kept, *may]), " OR ".join(changed)


def _postgres(table, kept, may):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    columns, changed = _changed(kept, may, "IS DISTINCT FROM")
    refuse = "EXECUTE FUNCTION sidak_refuse()"
    keeper = "EXECUTE FUNCTION sidak_keep_reporter()" if table == "tip_reporters" else refuse
    made = f"CREATE TRIGGER kept__{table}__"
    yield f"{made}update BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW WHEN ({changed}) {refuse}"
    yield f"{made}delete BEFORE DELETE ON {table} FOR EACH ROW {keeper}"
    yield f"{made}truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"


def _sqlite(table, kept, may):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    columns, changed = _changed(kept, may, "IS NOT")
    gone = f" WHEN {ALIVE}" if table == "tip_reporters" else ""
    first = kept[0]
    # REPLACE deletes without asking a DELETE trigger
    same = f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {first} = NEW.{first})"  # noqa: S608
    events = {
        "update": (f"UPDATE OF {columns}", f" WHEN {changed}"),
        "delete": ("DELETE", gone),
        "replace": ("INSERT", same),
    }
    for name, (event, when) in events.items():
        said = f"'sidak: {event.split()[0]} of {table} is refused, evidence is kept'"
        yield (
            f"CREATE TRIGGER kept__{table}__{name} BEFORE {event} ON {table} FOR EACH ROW{when} "
            f"BEGIN SELECT RAISE(ABORT, {said}); END"
        )
