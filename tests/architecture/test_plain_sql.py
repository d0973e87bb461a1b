"""SQL that passes by the limits of `access.scope` stands in a few modules, each with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parents[2]
FOLDERS = ("models", "appcore", "views", "seeds", "deploy")
RAW_CALLS = {"connection", "text", "exec_driver_sql", "from_statement", "raw_connection", "connect", "literal_column"}
"""Calls that reach a connection or write SQL by hand; nothing limits what goes there."""

MAY = {
    "models/db.py": "begins transactions by hand on SQLite",
    "models/audit.py": "the condition of a partial index",
    "models/item.py": "the condition of a partial index",
    "models/register.py": "the condition of a partial index",
    "models/package.py": "the condition of a partial index",
    "models/village_list.py": "the condition of a partial index",
    "models/migrations/env.py": "migrates the schema",
    "appcore/many_rows.py": "inserts whole lots for the modules named here, which ask the guards before",
    "appcore/schema_state.py": "reads the schema's version and takes the lock of set-up",
    "appcore/self_check.py": "asks the store how it is set, before anybody acts",
    "appcore/transaction.py": "begins the write of a unit of work",
    "appcore/access/audit.py": "chains the trail: its two tables belong to no place",
    "appcore/access/audit_check.py": "reads the trail raw, so that every byte of it counts",
    "appcore/access/sealing.py": "reads the ends of the chains",
    "appcore/access/files/scanner.py": "connects to the socket of a virus scanner, not to a database",
    "appcore/access/accounts.py": "counts sign-ins in one statement: accounts belong to no place",
    "appcore/access/purge.py": "tells the store to overwrite what it has freed",
    "appcore/access/rekey.py": "changes sealed bytes and their index alone, of all rows, for the same content",
    "appcore/rate_limits.py": "counts requests in a small file of its own, not in the product's database (decisions 32)",
    "appcore/access/writing.py": "asks for a case's grants while it decides on a write",
    "appcore/casework/idempotency.py": "takes a form's key in one statement: keys belong to an account",
    "appcore/counters.py": "raises a counter in one statement: counters belong to no place",
    "appcore/catalogue/derived.py": "writes findings in whole lots: they are derived from what is stored, and hold nothing of their own",
    "appcore/catalogue/bulk_writing.py": "writes drafts by the thousand, each place asked of the guards before (docs/decisions/0042)",
    "appcore/change/bulk_lines.py": "writes the lines of an import in one statement: they belong to the import",
    "appcore/catalogue/miss_counts.py": "counts a search term in one statement, whoever searches; it holds nobody's data",
    "appcore/access/seal_marks.py": "keeps the last seal of a place in one statement: marks of seals belong to no place",
}
TABLES_MAY = {
    "appcore/access/criteria.py": "writes the limits themselves",
    "appcore/access/placing.py": "asks which columns a table has",
    "appcore/self_check.py": "reads when the last audit entry was written",
    "appcore/column_checks.py": "asks which columns a table has",
    "appcore/records.py": "asks which columns a table has",
    "views/console/": "asks which columns a table has",
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in (HERE / "app.py", *(one for folder in FOLDERS for one in sorted((HERE / folder).rglob("*.py")))):
        if "versions" not in path.parts:
            yield path.relative_to(HERE).as_posix(), ast.parse(path.read_text())


def raw_calls(tree: ast.Module) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in RAW_CALLS:
                found.append((node.lineno, name))
    return found


def test_only_modules_with_a_reason_reach_below_the_limits() -> None:
    """Architecture, invariant 2: the limit stands on ORM statements, so nothing else may be asked."""
    strays = [
        f"{name}:{line} {call}()" for name, tree in sources() for line, call in raw_calls(tree) if name not in MAY
    ]

    assert strays == [], "use ORM classes, or name the module with its reason in MAY"


def test_every_module_with_a_reason_still_needs_it() -> None:
    users = {name for name, tree in sources() if raw_calls(tree)}
    askers = [
        name
        for name, tree in sources()
        if any(isinstance(node, ast.Attribute) and node.attr == "__table__" for node in ast.walk(tree))
    ]

    assert set(MAY) - users == set()
    assert [prefix for prefix in TABLES_MAY if not any(name.startswith(prefix) for name in askers)] == []


def test_no_statement_is_made_of_a_bare_table_outside_them() -> None:
    """`select(Model.__table__)` is no ORM statement: nothing would limit it."""
    strays = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        if name not in MAY and not name.startswith(tuple(TABLES_MAY))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "__table__"
    ]

    assert strays == []


def test_where_a_table_is_asked_for_its_columns_no_statement_is_made_of_it() -> None:
    """A module of TABLES_MAY says `table.columns`, never `table.c` or `.select()`, save the limits themselves."""
    strays = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        if name.startswith(tuple(TABLES_MAY)) and name != "appcore/access/criteria.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "__table__"
        and node.attr not in ("columns", "name", "constraints", "indexes", "foreign_keys")
    ]

    assert strays == []
