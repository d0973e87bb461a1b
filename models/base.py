"""What tables are made of: labels, stamps, row versions and the kinds of scope.

Every mapped class is exactly one of `Scoped`, `Standard`, `Draft` or `Unscoped`; a test fails for a class that is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.elements import Element
from models.vocabulary import Vocabulary

COUNTY_LENGTH = 6


def label(
    text: str,
    *,
    help: str = "",
    exchange: str = "",
    vocabulary: Vocabulary | None = None,
    personal: bool = False,
    check: str = "",
    mask: str = "",
) -> dict[str, Any]:
    """A column's `info`: the words that list, form, workbook, API and error message all use.

    `check` names the rule of `appcore.column_checks` that a value must pass. `mask="name"`: a person's name, held in clear and
    masked outside the halls that handle the case (`access.handling`).
    """
    return {
        "label": text,
        "help": help,
        "exchange": exchange,
        "vocabulary": vocabulary,
        "personal": personal,
        "check": check,
        "mask": mask,
    }


class UtcInstant(TypeDecorator[datetime]):
    """An instant in UTC; refuses a naive value, gives back an aware one on both stores."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant wants a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Row:
    """A row with an id that generated pages may use; public addresses use codes."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class Stamped:
    """Who made and last changed a row, as text, so that seeds, jobs and leavers stay readable."""

    created_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("建立时间"))
    created_by: Mapped[str] = mapped_column(String(80), info=label("建立人"))
    changed_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("修改时间"))
    changed_by: Mapped[str] = mapped_column(String(80), info=label("修改人"))


class Revised:
    """Optimistic locking: the version a form was read at is compared when it is saved."""

    version: Mapped[int] = mapped_column(Integer, default=1, info=label("修订号"))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Dated:
    """Ended, never deleted: a row holds from–to (both inclusive local dates, empty means open)."""

    valid_from: Mapped[date | None] = mapped_column(Date, info=label("起用日期"))
    valid_to: Mapped[date | None] = mapped_column(Date, info=label("停用日期"))


class Scoped:
    """An own row of a place: seen by the grants of the person (`access.scope`).

    Active history: the guard at flush asks where a row was, even when it had not been read again.
    """

    scope_kind: ClassVar[str] = "scoped"

    @declared_attr
    def region_code(cls) -> Mapped[str]:
        return mapped_column(
            String(12), ForeignKey("region.code"), index=True, active_history=True, info=label("所属区划")
        )

    @declared_attr
    def department_code(cls) -> Mapped[str | None]:
        return mapped_column(
            String(20), ForeignKey("department.code"), index=True, active_history=True, info=label("所属部门")
        )

    @declared_attr
    def hall_code(cls) -> Mapped[str | None]:
        return mapped_column(
            String(15), ForeignKey("hall.code"), index=True, active_history=True, info=label("服务中心")
        )


class Standard:
    """A row of the county's standard: read by all at or below the owner's place, written only by the owner's place."""

    scope_kind: ClassVar[str] = "standard"

    @declared_attr
    def owner_code(cls) -> Mapped[str]:
        return mapped_column(String(12), index=True, active_history=True, info=label("标准制定地"))


class Draft:
    """An edition or what belongs to one: unpublished, it is the drafting department's and the county office's."""

    scope_kind: ClassVar[str] = "draft"


class Unscoped:
    """A row that belongs to no place; `scope_reason` says why it needs no limit."""

    scope_kind: ClassVar[str] = "unscoped"
    scope_reason: ClassVar[str] = ""


class Sealing:
    """Rows with personal columns: `row_uid` is set before the insert and bound into each sealed value."""

    row_uid: Mapped[str] = mapped_column(String(32), default=lambda: uuid4().hex, unique=True)


def sealed(text: str) -> Mapped[bytes | None]:
    """A personal column: the value sealed with a key id; read and written only through `access.privacy`."""
    return mapped_column(LargeBinary, info=label(text, personal=True))


def blind_index(text: str) -> Mapped[str | None]:
    """The keyed index beside a sealed column, for exact search."""
    return mapped_column(String(64), index=True, info=label(text, personal=True))


def coded(vocabulary: Vocabulary, text: str | None = None, *, nullable: bool = False, **kwargs: Any) -> Mapped[Any]:
    """A column that holds a slug of a code list; the database refuses any other value."""
    info = label(text or vocabulary.label, vocabulary=vocabulary)
    return mapped_column(String(32), nullable=nullable, info=info, **kwargs)


POINTS_TO = {
    "department": (20, "department.code"),
    "document": (40, "document.code"),
    "paper": (40, "standard_material.code"),
}
"""What the column of an element holds that names a row of another table."""


def _element_column(element: Element) -> Any:
    info = label(element.label, help=element.help, exchange=element.exchange, vocabulary=element.vocabulary)
    info["element"] = element
    if element.check:
        info["check"] = element.check
    match element.kind:
        case "integer" | "fen":
            return mapped_column(Integer, nullable=True, info=info)
        case "flag":
            return mapped_column(Boolean, nullable=True, info=info)
        case "date":
            return mapped_column(Date, nullable=True, info=info)
        case "code":
            return mapped_column(String(32), nullable=True, info=info)
        case "codes" | "departments" | "condition":
            return mapped_column(JSON(none_as_null=True), nullable=True, info=info)
        case "department" | "document" | "paper":
            length, target = POINTS_TO[element.kind]
            indexed = element.kind == "document"
            return mapped_column(String(length), ForeignKey(target), nullable=True, index=indexed, info=info)
    return mapped_column(String(element.maximum), nullable=True, info=info)


def element_columns(name: str, elements: Iterable[Element]) -> type[Any]:
    """A mixin with one nullable column per element: what is obligatory is a check of the definition, not of the draft."""
    return type(name, (), {element.name: _element_column(element) for element in elements})


def bound_columns(metadata: MetaData) -> None:
    """Give each of our tables the checks its columns promise: text lengths, code lists, ranges (SQLite keeps none)."""
    for table in metadata.tables.values():
        if not table.name.startswith("ab_"):
            for column in list(table.columns):
                for name, rule in _rules(table, column.name):
                    table.append_constraint(CheckConstraint(rule, name=f"{column.name}_{name}"))


def _rules(table: Table, name: str) -> Iterable[tuple[str, str]]:
    column = table.columns[name]
    element: Element | None = column.info.get("element")
    vocabulary: Vocabulary | None = column.info.get("vocabulary")
    quoted = f'"{name}"'
    if isinstance(column.type, String) and column.type.length:
        yield "length", f"length({quoted}) <= {column.type.length}"
    if vocabulary is not None and isinstance(column.type, String):
        yield "known", f"{quoted} IN ({', '.join(repr(slug) for slug in vocabulary.slugs)})"
    if element is not None and element.kind in ("integer", "fen"):
        yield "range", f"{quoted} BETWEEN 0 AND {element.maximum}"
