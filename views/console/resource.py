"""A Resource declares a table of the console once: what its list, form, show page and look-ups are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from appcore import records
from appcore.definition.verdict import N_


class Writer(Protocol):
    """How a resource's rows are written; `appcore.records` unless the rows have a life of their own."""

    def create(self, model: type[Any], values: Mapping[str, Any]) -> int: ...
    def change(self, model: type[Any], row_id: int, values: Mapping[str, Any], *, version: int | None) -> None: ...
    def end(self, model: type[Any], row_id: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Button:
    """An act on the show page: words, address, HTTP method and tone. Without an address it may not be done now, and `why` says so.

    `see` is the address where what stands in its way is told or mended.
    """

    label: str
    url: str
    method: str = "post"
    tone: str = "default"
    why: str = ""
    see: str = ""


@dataclass(frozen=True, slots=True)
class Begin:
    """Where a table without a form is begun: words, the page, and who may."""

    label: str
    endpoint: str
    noun: str
    verb: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a row, in words; `element` is the column that it is about, "" where it is about none."""

    element: str
    sentence: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One table. Names are columns of the model; labels, help and limits come from the columns themselves.

    `groups` lay out the form and the show page. Without groups there is no form: the table is list and show only.
    `cells` say a column in other words than its own; `choices` offer values where a column has no code list.
    `notice` is a sentence above a row's page; `page` the address of a hand-made page of a row.
    `verbs` are the generated changes; tables with a life of their own have none, and change by the acts of `buttons`.
    `is_open` says whether a row may still be changed by the form (a part of a draft); a closed one has no such page.
    `furnish` gives a form what its fields must know of the row and of what it hangs on (None: a row not saved yet).
    `problems` are what the checks say of a row that may still be changed, each with its element; the row is saved all the same.
    `above` are the columns of what a row belongs to, the nearest first: its page is where one comes from and returns to.
    `nothing` says in an empty list what stands there and how to begin; `begins` is the button that does, on every such list.
    `own_list` draws a hand-made list page in place of the generated one.
    `own_fields` gives a row's page further groups: title, labels with values, and where they are changed ("": nowhere).
    `listed` gives a row's page further tables: title, columns, rows with their addresses, where one more is added.
    `one` is what one row is called where the title names the list. `must` are columns that the form wants although the
    table does without; `proposed` those that it does without because the writer has a value for a new row.
    `spelt` is the column that a list search also reads as pinyin and initials.
    `named` are columns that point to another table, in which a list search also finds the name, spelt or in pinyin.
    `display` are the columns by which a row is named where another points to it, the first is its name.
    `leads` gives the cells of a list column an address each: the column, and the addresses of a page's rows by their ids.
    """

    noun: str
    wing: str
    title: str
    model: Any
    columns: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    extra_show: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    spelt: str = ""
    named: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    order: str = "id"
    display: tuple[str, ...] = ("name",)
    related: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    in_menu: bool = True
    writer: Writer = field(default=records)
    buttons: Callable[[Any], list[Button]] | None = None
    cells: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    choices: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    verbs: tuple[str, ...] = ("add", "edit", "delete")
    is_open: Callable[[Any], bool] | None = None
    notice: Callable[[Any], str] | None = None
    page: Callable[[Any], str] | None = None
    own_list: Callable[[], Any] | None = None
    furnish: Callable[[Any, Any], None] | None = None
    problems: Callable[[Any], list[Finding]] | None = None
    above: tuple[str, ...] = ()
    nothing: tuple[str, str] | None = None
    begins: Begin | None = None
    own_fields: Callable[[Any], list[tuple[str, list[tuple[str, str]], str]]] | None = None
    listed: Callable[[Any], list[Any]] | None = None
    one: str = ""
    must: tuple[str, ...] = ()
    leads: tuple[str, Callable[[Sequence[Any]], Mapping[int, str]]] | None = None
    proposed: tuple[str, ...] = ()

    @property
    def view(self) -> str:
        """The name under which permissions know the table."""
        return f"console:{self.noun}"

    @property
    def route(self) -> str:
        return f"/{self.wing}/{self.noun.replace('_', '-')}"

    @property
    def endpoint(self) -> str:
        return "".join(part.title() for part in self.noun.split("_")) + "Page"

    @property
    def form_columns(self) -> tuple[str, ...]:
        return tuple(name for _, names in self.groups for name in names)

    @property
    def given_once(self) -> tuple[str, ...]:
        """Columns that the form asks for on a new row only: the code, and what a part hangs on."""
        return tuple(name for name in ("code", "edition_id", "parent_id") if name in self.form_columns)

    @property
    def keyed_by(self) -> str:
        """The column that foreign keys point to: the code where there is one, else the id."""
        return "code" if "code" in self.model.__table__.columns else "id"

    def info(self, name: str) -> dict[str, Any]:
        """The label, help and code list of a column."""
        column = self.model.__table__.columns.get(name)
        return dict(column.info) if column is not None else {}

    def label(self, name: str) -> str:
        return str(self.info(name).get("label", name))


WINGS: tuple[tuple[str, str], ...] = (
    ("catalogue", N_("事项库")),
    ("hall", N_("窗口人员")),
    ("casework", N_("办件")),
    ("supervision", N_("监督考评")),
    ("registers", N_("台账")),
    ("access", N_("系统")),
)
_registry: dict[str, Resource] = {}


def register(*resources: Resource) -> None:
    for resource in resources:
        _registry[resource.noun] = resource


def all_resources() -> tuple[Resource, ...]:
    return tuple(_registry.values())


def resource_of(table: str) -> Resource | None:
    """The resource whose model has this table, so that a foreign key finds its look-up."""
    return next((one for one in _registry.values() if one.model.__tablename__ == table), None)


def by_noun(noun: str) -> Resource:
    return _registry[noun]
