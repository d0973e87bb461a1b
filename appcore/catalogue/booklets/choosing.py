"""Which items go into a booklet: of what is in force and in use the whole, a department's, a window's, a hall's, a theme's, or some."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import or_, select

from appcore import clock
from appcore.access.principal import Person, current
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.whole_catalogue import whole_catalogue
from appcore.definition.verdict import N_, Verdict
from appcore.errors import Refused
from appcore.item_days import in_use
from models.db import HouseSession
from models.item import Item
from models.offer import Offer
from models.organisation import Department
from models.place import Hall
from models.vocabulary import BODY_THEME, PERSON_THEME
from models.window import WindowKind

MOST_NAMED = 500
KEPT = 50
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for: the scope, the key of the department, window, hall or theme, or the lines of items."""

    scope: str
    key: str = ""
    lines: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item that goes in, with the edition in force now."""

    code: str
    number: int
    digest: str
    since: date
    taken_over: bool
    department: str
    department_code: str
    window_kind: str
    window_order: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The items in no order yet, and what they are of, in words; `hall_code` where it is one hall's."""

    of: str
    items: tuple[Chosen, ...]
    hall_code: str = ""


def options(session: HouseSession) -> dict[str, Pairs]:
    """What may be chosen of each scope: departments, windows, halls in sight, themes; only those that have items in force."""
    found = _in_force(session)
    published = whole_catalogue().items
    windows = {one.window_kind for one in found.values()}
    offering = {one for one in session.scalars(_offers().with_only_columns(Offer.hall_code).distinct()) if one}
    halls = session.execute(select(Hall.code, Hall.name).where(Hall.code.in_(offering)).order_by(Hall.code))
    used = {theme for code, one in published.items() if code in found for theme in one.themes}
    return {
        "department": sorted({(one.department_code, one.department) for one in found.values()}),
        "window": [(row.name, row.name) for row in session.execute(_windows()) if row.name in windows],
        "hall": [(row.code, row.name) for row in halls],
        "theme": [(one.slug, one.label) for terms in (PERSON_THEME, BODY_THEME) for one in terms if one.slug in used],
    }


def choose(session: HouseSession, choice: Choice) -> Selection:
    """The items of a choice, as the person who acts sees them.

    Raises: Refused when the choice names nothing, or an item that is not in force.
    """
    found = _in_force(session)
    of, codes, hall = _named(session, choice, found)
    items = tuple(found[code] for code in sorted(codes) if code in found)
    if not items:
        raise Refused(N_("这个范围里没有现行的事项"), field="scope")
    return Selection(of, items, hall)


def _named(session: HouseSession, choice: Choice, found: dict[str, Chosen]) -> tuple[str, Iterable[str], str]:
    if choice.scope == "all":
        return "全部现行事项", found, ""
    if choice.scope == "items":
        codes = _listed(choice.lines, found)
        return "指定事项", codes, ""
    word = dict(options(session).get(choice.scope, ())).get(choice.key)
    if word is None:
        raise Refused(N_("请选择"), field=choice.scope if choice.scope in ("department", "window", "hall", "theme") else "scope")  # fmt: skip
    fits: dict[str, Callable[[], Iterable[str]]] = {
        "department": lambda: [code for code, one in found.items() if one.department_code == choice.key],
        "window": lambda: [code for code, one in found.items() if one.window_kind == choice.key],
        "hall": lambda: list(session.scalars(_offers(choice.key).with_only_columns(Offer.item_code))),
        "theme": lambda: [code for code, one in whole_catalogue().items.items() if choice.key in one.themes],
    }
    return word, fits[choice.scope](), choice.key if choice.scope == "hall" else ""


def _listed(lines: str, found: dict[str, Chosen]) -> list[str]:
    """Codes or names, one a line, as they are pasted from a sheet."""
    said = [line.strip() for line in lines.splitlines() if line.strip()]
    if not said:
        raise Refused(N_("请填写事项，每行一个"), field="lines")
    if len(said) > MOST_NAMED:
        raise Refused(N_("一次最多%(most)s个"), field="lines", most=MOST_NAMED)
    names = whole_catalogue().items
    by_name = {one.name: code for code, one in names.items() if code in found}
    codes = {line: line if line in found else by_name.get(line, "") for line in said}
    unknown = [line for line, code in codes.items() if not code]
    if unknown:
        fault = Verdict("没有这些现行事项：%(lines)s", {"lines": "、".join(one[:KEPT] for one in unknown[:5])})
        raise Refused(N_("请按提示修改后再提交"), fields={"lines": fault})
    return list(dict.fromkeys(codes.values()))


def _in_force(session: HouseSession) -> dict[str, Chosen]:
    """The items in use with an edition in force that are the person's to print, by code."""
    rows = session.execute(
        select(Item.code, Item.department_code, Department.name, WindowKind.name, WindowKind.position)
        .join(Department, Department.code == Item.department_code)
        .outerjoin(WindowKind, WindowKind.code == Item.window_kind_code)
        .where(in_use(clock.local_today()))
    ).all()
    held = {row.item_code: row for row in session.execute(in_force_query())}
    is_own = _own(session)
    return {
        row.code: Chosen(
            row.code, edition.number, edition.definition_hash, edition.effective_from.date(), edition.taken_over,
            row[2], row.department_code, row[3] or "", row[4] or 0,
        )
        for row in rows
        if (edition := held.get(row.code)) is not None and is_own(row.code, row.department_code)
    }  # fmt: skip


def _own(session: HouseSession) -> Callable[[str, str], bool]:
    """Whose items somebody prints: the county office all, a department its own, a town those that its halls offer."""
    who, county = current(), current_app.extensions["settings"].county
    if not isinstance(who, Person) or any(one.kind == "region" and one.region_code == county and not one.department_code for one in who.grants):  # fmt: skip
        return lambda _code, _department: True
    departments = {one.department_code for one in who.grants if one.kind in ("department", "region")} - {None}
    items = {code for one in who.grants if one.kind == "items" for code in one.item_codes}
    in_halls = any(one.kind == "hall" or (one.kind == "region" and not one.department_code) for one in who.grants)
    if in_halls:
        items |= set(session.scalars(_offers().with_only_columns(Offer.item_code).distinct()))
    return lambda code, department: department in departments or code in items


def _windows() -> Any:
    return select(WindowKind.name).order_by(WindowKind.position, WindowKind.code)


def _offers(hall_code: str = "") -> Any:
    today = clock.local_today()
    query = select(Offer).where(
        or_(Offer.valid_from.is_(None), Offer.valid_from <= today),
        or_(Offer.valid_to.is_(None), Offer.valid_to >= today),
    )
    return query.where(Offer.hall_code == hall_code) if hall_code else query


def ordered(items: Iterable[Chosen], by: str) -> list[Chosen]:
    """In the order of the chapters, and within one by code."""
    match by:
        case "department":
            return sorted(items, key=lambda one: (one.department_code, one.code))
        case "window":
            return sorted(items, key=lambda one: (not one.window_kind, one.window_order, one.window_kind, one.code))
    return sorted(items, key=lambda one: one.code)
