"""What the database itself refuses, whatever asks: changing the audit trail, a published definition, a frozen part.

SQL text by dialect; used by the migrations, so that SQLite and PostgreSQL hold the same rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.elements import PART_KINDS

OPEN_STATES = "('draft', 'returned')"
PARTS = tuple(kind.name for kind in PART_KINDS)


def statements(dialect: str) -> Iterator[str]:
    """All CREATE statements for a dialect ("sqlite" or "postgresql")."""
    yield from (_sqlite() if dialect == "sqlite" else _postgresql())


def _sqlite() -> Iterator[str]:
    for act in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER audit_entry_no_{act.lower()} BEFORE {act} ON audit_entry "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )
        yield (
            f"CREATE TRIGGER clock_event_no_{act.lower()} BEFORE {act} ON clock_event "
            "BEGIN SELECT RAISE(ABORT, 'clock events are append-only'); END"
        )
    yield (
        "CREATE TRIGGER edition_definition_stays BEFORE UPDATE OF definition, definition_hash, number ON edition "
        "WHEN OLD.number IS NOT NULL AND (NEW.definition IS NOT OLD.definition OR "
        "NEW.definition_hash IS NOT OLD.definition_hash OR NEW.number IS NOT OLD.number) "
        "BEGIN SELECT RAISE(ABORT, 'a published edition never changes'); END"
    )
    yield (
        "CREATE TRIGGER edition_stays BEFORE DELETE ON edition WHEN OLD.number IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'a published edition is never deleted'); END"
    )
    for part in PARTS:
        for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            yield (
                f"CREATE TRIGGER {part}_frozen_{act.lower()} BEFORE {act} ON {part} "
                f"WHEN (SELECT state FROM edition WHERE id = {row}.edition_id) NOT IN {OPEN_STATES} "  # noqa: S608 - constants
                "BEGIN SELECT RAISE(ABORT, 'the edition is frozen'); END"
            )


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in ("audit_entry", "clock_event"):
        yield f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    yield (
        "CREATE TRIGGER edition_definition_stays BEFORE UPDATE ON edition FOR EACH ROW "
        "WHEN (OLD.number IS NOT NULL AND (NEW.definition IS DISTINCT FROM OLD.definition OR "
        "NEW.definition_hash IS DISTINCT FROM OLD.definition_hash OR NEW.number IS DISTINCT FROM OLD.number)) "
        "EXECUTE FUNCTION refuse_change()"
    )
    yield (
        "CREATE TRIGGER edition_stays BEFORE DELETE ON edition FOR EACH ROW WHEN (OLD.number IS NOT NULL) "
        "EXECUTE FUNCTION refuse_change()"
    )
    yield (
        "CREATE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE edition_of integer := CASE WHEN TG_OP = 'INSERT' THEN NEW.edition_id ELSE OLD.edition_id END; BEGIN "
        f"IF (SELECT state FROM edition WHERE id = edition_of) NOT IN {OPEN_STATES} THEN "  # noqa: S608 - constants
        "RAISE EXCEPTION 'the edition is frozen' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END; END $$"
    )
    for part in PARTS:
        yield (
            f"CREATE TRIGGER {part}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {part} FOR EACH ROW "
            "EXECUTE FUNCTION refuse_frozen()"
        )
