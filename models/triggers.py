"""What the database itself refuses, whatever asks: changing what is append-only, a published definition, a frozen edition.

SQL text by dialect; used by the migrations, so that SQLite and PostgreSQL hold the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.elements import EDITION_ELEMENTS, PART_KINDS

OPEN_STATES = "('draft', 'returned')"
BEFORE_PUBLICATION = "('draft', 'returned', 'submitted', 'approved')"
PARTS = tuple(kind.name for kind in PART_KINDS)
APPEND_ONLY = ("audit_entry", "clock_event", "edition_event", "offer_revision")
GROWING = (*APPEND_ONLY, "custody_event", "read_log")
"""All that are append-only since 0004."""
LEDGERS = ("clock_event", "custody_event")
DESTROYED = {**dict.fromkeys(LEDGERS, "case_id"), "svc_case": "id"}
"""Tables whose rows go with a signed destruction list alone, with the column that names the case."""
ENDING = ("state", "withdrawn_from", "plan_cancel_on", "version", "changed_at", "changed_by")
"""Columns of an edition that may change after publication: those by which it ends."""
ACTS = ("number", "effective_from", "definition", "definition_hash", "submitted_by", "taken_over")
"""Columns of an edition that its acts set after submission."""
ADDED = {"0016": ("delegation_document",)}
"""Elements of an edition by the migration that brought them; all others are of 0001."""
CONTENT = ("item_code", "owner_code", "department_code", *(element.name for element in EDITION_ELEMENTS))

SHRINKS = "NEW.county_code <> OLD.county_code OR NEW.sequence <= OLD.sequence"


def statements(dialect: str) -> Iterator[str]:
    """All CREATE statements for a dialect ("sqlite" or "postgresql")."""
    yield from (_sqlite() if dialect == "sqlite" else _postgresql())


def append_only(table: str, dialect: str) -> Iterator[str]:
    """The CREATE statements that let a table only grow."""
    if dialect == "sqlite":
        for act in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    yield f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"


def destroyed_by_list(dialect: str) -> Iterator[str]:
    """Statements after which a case's ledger may go, and a case itself only goes, with a destruction list that two signed."""
    if dialect == "sqlite":
        yield from (f"DROP TRIGGER {table}_no_delete" for table in LEDGERS)
        for table, key in DESTROYED.items():
            yield (
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT EXISTS ({_signed(f'OLD.{key}')}) "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    for table in LEDGERS:
        yield f"DROP TRIGGER {table}_append_only ON {table}"
        yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    for table, key in DESTROYED.items():
        yield (
            f"CREATE FUNCTION refuse_{table}_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF NOT EXISTS ({_signed(f'OLD.{key}')}) THEN RAISE EXCEPTION '{table} is append-only' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_{table}_delete()"
        )


def never_destroyed(dialect: str) -> Iterator[str]:
    """The way back from `destroyed_by_list`."""
    if dialect == "sqlite":
        yield from (f"DROP TRIGGER {table}_no_delete" for table in DESTROYED)
        for table in LEDGERS:
            yield next(one for one in append_only(table, dialect) if "BEFORE DELETE" in one)
        return
    for table in DESTROYED:
        yield f"DROP TRIGGER {table}_no_delete ON {table}"
        yield f"DROP FUNCTION refuse_{table}_delete()"
    for table in LEDGERS:
        yield f"DROP TRIGGER {table}_no_update ON {table}"
        yield next(iter(append_only(table, dialect)))


def _signed(case_id: str) -> str:
    """Whether a case stands in a list that two people signed and that was not carried out yet."""
    return (
        "SELECT 1 FROM destruction_line JOIN destruction_list ON destruction_list.id = destruction_line.list_id "  # noqa: S608 - OLD.id or OLD.case_id
        f"WHERE destruction_line.case_row = {case_id} AND destruction_list.state = 'signed'"
    )


def growing(dialect: str) -> Iterator[str]:
    """Since 0005: no row takes an append-only one's place, with whatever settings a shell comes; a chain's head only grows.

    INSERT OR REPLACE deletes without firing a delete trigger unless the connection has set recursive_triggers.
    """
    if dialect == "sqlite":
        for table in GROWING:
            also = " OR (county_code = NEW.county_code AND sequence = NEW.sequence)" if table == "audit_entry" else ""
            there = f"SELECT 1 FROM {table} WHERE id = NEW.id{also}"  # noqa: S608 - our own tables
            yield (
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({there}) "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        refuse = "BEGIN SELECT RAISE(ABORT, 'audit_head only grows'); END"
        yield f"CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head WHEN {SHRINKS} {refuse}"
        yield f"CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head {refuse}"
        taken = "SELECT 1 FROM audit_head WHERE county_code = NEW.county_code"
        yield f"CREATE TRIGGER audit_head_no_replace BEFORE INSERT ON audit_head WHEN EXISTS ({taken}) {refuse}"
        return
    each = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    yield f"CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head FOR EACH ROW WHEN ({SHRINKS}) EXECUTE FUNCTION refuse_change()"
    yield f"CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head {each}"
    yield "CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"


def growing_names(dialect: str) -> Iterator[tuple[str, str]]:
    """Trigger and table of each of `growing`, to drop them."""
    if dialect == "sqlite":
        yield from ((f"{table}_no_replace", table) for table in GROWING)
    last = "audit_head_no_replace" if dialect == "sqlite" else "audit_head_no_truncate"
    yield from ((name, "audit_head") for name in ("audit_head_grows", "audit_head_stays", last))


def template_stays(dialect: str) -> Iterator[str]:
    """Since 0010: the wording of a published slip template never changes, and is never deleted."""
    table = "slip_template_version"
    for act in ("UPDATE", "DELETE"):
        begins = f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
        if dialect == "sqlite":
            yield (
                f"{begins} WHEN OLD.state = 'published' "
                "BEGIN SELECT RAISE(ABORT, 'a published template never changes'); END"
            )
        else:
            yield f"{begins} FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_change()"


def leftovers(dialect: str) -> Iterator[str]:
    """The DROP statements for what stays when the tables, and their triggers with them, are gone."""
    if dialect == "postgresql":
        yield "DROP FUNCTION refuse_change()"
        yield "DROP FUNCTION refuse_frozen()"


def _sqlite() -> Iterator[str]:
    for table in APPEND_ONLY:
        yield from append_only(table, "sqlite")
    yield from _edition_stays(content_of("0001"))
    yield (
        "CREATE TRIGGER edition_stays BEFORE DELETE ON edition WHEN OLD.number IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'a published edition is never deleted'); END"
    )
    for part in PARTS:
        for act, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            frozen = " OR ".join(f"{_state_of(row)} NOT IN {OPEN_STATES}" for row in rows)
            yield (
                f"CREATE TRIGGER {part}_frozen_{act.lower()} BEFORE {act} ON {part} WHEN {frozen} "
                "BEGIN SELECT RAISE(ABORT, 'the edition is frozen'); END"
            )


def content_of(migration: str) -> tuple[str, ...]:
    """The content columns that an edition has after a migration."""
    later = {name for number, names in ADDED.items() if number > migration for name in names}
    return tuple(name for name in CONTENT if name not in later)


def edition_stays(dialect: str, migration: str) -> Iterator[str]:
    """Statements after which an edition is guarded with the columns that it has after a migration.

    SQLite's triggers name each column; PostgreSQL's compare the whole row and need nothing.
    """
    if dialect == "sqlite":
        yield from (f"DROP TRIGGER {name}" for name in ("edition_definition_stays", "edition_content_frozen"))
        yield from _edition_stays(content_of(migration))


def _edition_stays(content: tuple[str, ...]) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER edition_definition_stays BEFORE UPDATE ON edition WHEN OLD.number IS NOT NULL AND "
        f"(NEW.state IN {BEFORE_PUBLICATION} OR {_differs((*content, *ACTS))}) "
        "BEGIN SELECT RAISE(ABORT, 'a published edition never changes'); END"
    )
    yield (
        f"CREATE TRIGGER edition_content_frozen BEFORE UPDATE ON edition WHEN OLD.state NOT IN {OPEN_STATES} AND "
        f"({_differs(content)}) BEGIN SELECT RAISE(ABORT, 'the edition is frozen'); END"
    )


def _state_of(row: str) -> str:
    """The state of the edition that a part belongs to; `row` is NEW or OLD."""
    return f"(SELECT state FROM edition WHERE id = {row}.edition_id)"  # noqa: S608 - NEW or OLD


def _differs(columns: Iterable[str]) -> str:
    return " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in columns)


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in APPEND_ONLY:
        yield from append_only(table, "postgresql")
    yield (
        "CREATE TRIGGER edition_definition_stays BEFORE UPDATE ON edition FOR EACH ROW WHEN (OLD.number IS NOT NULL AND "
        f"(NEW.state IN {BEFORE_PUBLICATION} OR {_without(ENDING)})) EXECUTE FUNCTION refuse_change()"
    )
    yield (
        f"CREATE TRIGGER edition_content_frozen BEFORE UPDATE ON edition FOR EACH ROW WHEN (OLD.state NOT IN {OPEN_STATES} "
        f"AND {_without((*ENDING, *ACTS))}) EXECUTE FUNCTION refuse_change()"
    )
    yield (
        "CREATE TRIGGER edition_stays BEFORE DELETE ON edition FOR EACH ROW WHEN (OLD.number IS NOT NULL) "
        "EXECUTE FUNCTION refuse_change()"
    )
    yield (
        "CREATE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' AND {_state_of('OLD')} NOT IN {OPEN_STATES} "
        f"OR TG_OP <> 'DELETE' AND {_state_of('NEW')} NOT IN {OPEN_STATES} "
        "THEN RAISE EXCEPTION 'the edition is frozen' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END; END $$"
    )
    for part in PARTS:
        yield (
            f"CREATE TRIGGER {part}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {part} FOR EACH ROW "
            "EXECUTE FUNCTION refuse_frozen()"
        )


def _without(columns: Iterable[str]) -> str:
    """Whether a row differs in any other column than these."""
    names = ", ".join(f"'{name}'" for name in columns)
    return f"to_jsonb(NEW) - ARRAY[{names}] IS DISTINCT FROM to_jsonb(OLD) - ARRAY[{names}]"
