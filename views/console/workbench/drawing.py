"""The workbench as its template draws it: rows with their boxes, and each problem under the box that it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from appcore.catalogue import unsaved
from appcore.definition import conditions
from appcore.definition.checks import Place
from appcore.definition.checks import Problem as Found
from appcore.definition.describe import describe
from appcore.definition.kinds import KINDS
from appcore.definition.kinds.staged import AT_RECEIPT
from appcore.definition.questions import names_of
from appcore.definition.workbench import rows as typed
from appcore.definition.workbench.parts import OBLIGATORY, PARTS, columns_of, folded_of, part_of
from appcore.definition.workbench.pasting import in_order
from appcore.definition.workbench.rows import TOP, Row
from appcore.definition.workbench.values import BETWEEN
from models.db import house_session
from models.elements import Element
from models.vocabulary import EDITION_STATE
from views.console.condition_rows import ConditionRows
from views.console.counter.lane import condition
from views.console.resources import edition_acts, field_form
from views.console.workbench import faces, meeting, packed, review, state
from views.console.workbench import page as pages
from views.console.workbench.page import Look
from views.console.workbench.places import workbench_url
from views.console.workbench.review import Shown
from views.words import _, spoken

Choices = list[tuple[str, str]]


@dataclass
class RowView:
    """A row as the template draws it. `anchor` is how places call it; `problems` are by element, "" for the row as a whole."""

    row: Row
    anchor: str
    key: str
    title: str
    is_open: bool
    columns: Sequence[Element]
    folded: Sequence[Element]
    problems: Mapping[str, Sequence[Found]]
    faults: Mapping[str, str]
    condition: ConditionRows | None
    says: str
    remarks: Mapping[str, Sequence[Shown]]
    under: list[RowView]

    def id_of(self, name: str) -> str:
        return f"{self.anchor}.{name}"

    @property
    def kept(self) -> Markup:
        shown = [one.name for one in (*self.columns, *(self.folded if self.is_open else ()))]
        text = escape(state.kept_as_text(self.row, frozenset(shown)))
        return Markup(str(text).replace("&#34;", '"'))  # noqa: S704 - escaped but for double quotes, of which JSON is full: the attribute stands in single ones

    @property
    def hidden_problems(self) -> list[Found]:
        """Those about boxes that are folded away."""
        names = {one.name for one in self.columns} | {""}
        return [one for name, found in self.problems.items() if name not in names for one in found]

    @property
    def hidden_remarks(self) -> list[Shown]:
        """Those on boxes that are folded away, also of the rows under this one."""
        names = {one.name for one in self.columns} | {""}
        own = [one for name, found in self.remarks.items() if name not in names for one in found]
        return own + [one for each in self.under for found in each.remarks.values() for one in found]

    @property
    def faulty_boxes(self) -> list[tuple[str, str, str]]:
        """The id of each faulty box, what it is called with its row, and the sentence."""
        labels = {one.name: _(one.label) for one in (*self.columns, *self.folded)}
        own = [
            (self.id_of(name), f"{self.title} · {labels.get(name, _('标识'))}", sentence)
            for name, sentence in self.faults.items()
        ]
        return own + [one for each in self.under for one in each.faulty_boxes]


def page(look: Look, form: MultiDict[str, str]) -> str:
    pages.check(look)
    look.remarks = review.shown(look.edition, form)
    held = look.state
    views = _views(look)
    session = house_session()
    at = [part.name for part in PARTS].index(look.part.name)
    waits = look.part.name in look.mine
    by_key = {view.key for view in views}
    return render_template(
        "console/workbench/workbench.html", title=_("事项工作台：%(item)s", item=look.drawn.name or look.edition.item_code),
        look=look, state=held, part=look.part, views=views, gone=state.gone_as_text(held), last_gone=_last_gone(look),
        nav=pages.nav(look, unsaved.others(session, look.edition.id), waits), score=pages.score(look), waits=waits,
        kept_at=look.mine[look.part.name].kept_at if waits else None, since=pages.since_in_force(look), asked=meeting.asked(look), merged=meeting.told(look) if not look.flashed else [],
        base=packed.base_text(held.base), asked_text=packed.asked_text(held.asked),
        buttons=[one for one in edition_acts.edition_buttons(look.edition) if not one.why and "/workbench/" not in one.url], choices=_choices(look), face=faces.face(form.get("face", ""), look.drawn, look.edition, form), faces=faces.FACES,
        at_large=[one for one in look.problems if _is_at_large(look, one.place, by_key)],
        remarks_at_large=[one for one in look.remarks if _is_at_large(look, one.place, by_key)],
        returned=edition_acts.returned_with(look.edition), place_url=lambda place: workbench_url(look.edition.id, place), obligatory=OBLIGATORY,
        before=PARTS[at - 1] if at else None, after=PARTS[at + 1] if at + 1 < len(PARTS) else None, names={**look.known.papers, **look.known.documents},
        entry_condition=condition, stage=_(EDITION_STATE.label_of(look.edition.state)), spoken=spoken, later=AT_RECEIPT, has_answers=any(name.startswith("a.") for name in form),
        column_words="、".join(_(one.heading) for one in in_order(look.part)[: len(look.part.columns) + 1]),
    )  # fmt: skip


def _is_at_large(look: Look, place: Place, keys: set[str]) -> bool:
    """Whether what is said of a place of this part stands at none of its boxes."""
    if part_of(place) != look.part.name:
        return False
    if look.part.kind is None:
        return place.element not in {one.name for one in look.part.typed} or (place.part, place.key) != ("", "")
    return place.key not in keys


def said_here(look: Look, here: tuple[str, str, str]) -> dict[str, list[Shown]]:
    """What the review says of the boxes of a row, by element; without one it stands at the row."""
    found: dict[str, list[Shown]] = {}
    for one in look.remarks:
        if (one.place.part, one.place.key, one.place.child) == here and (here[0] or one.place.element):
            found.setdefault(one.place.element, []).append(one)
    return found


def _last_gone(look: Look) -> str:
    if not look.state.gone:
        return ""
    row = look.state.gone[-1][0][1]
    kind = typed.kind_of(look.part, row)
    return (row.get(typed.called_by(kind)) if kind else "") or _("没有名称的一行")


def _views(look: Look) -> list[RowView]:
    part, names = look.part, names_of(look.drawn)
    if part.kind is None:
        by_element = _by(look, lambda one: (one.place.part, one.place.key) == ("", ""))
        faults = _faults(look, look.state.rows[0])
        return [
            RowView(
                look.state.rows[0],
                part.name,
                "",
                _(part.label),
                True,
                (),
                part.typed,
                by_element,
                faults,
                None,
                "",
                said_here(look, ("", "", "")),
                [],
            )
        ]
    found: dict[int, RowView] = {}
    for row in look.state.rows:
        kind = typed.kind_of(part, row)
        if kind is None:
            continue
        key = look.names[row.number]
        parent = found.get(row.of)
        place = (parent.key, key) if parent else (key, "")
        problems = _by(
            look, lambda one, place=place: (one.place.part, one.place.key, one.place.child) == (part.name, *place)
        )
        anchor = ".".join(one for one in (part.name, *place) if one) if key else f"{part.name}.n{row.number}"
        says = describe(conditions.load(row.condition), names) if row.condition else ""
        view = RowView(
            row, anchor, key, row.get(typed.called_by(kind)) or _("没有名称的一行"),
            row.number in look.state.open or row.of in look.state.open, columns_of(kind), folded_of(kind), problems,
            _faults(look, row), look.editors.get(row.number), says,
            said_here(look, (part.name, *place)), [],
        )  # fmt: skip
        found[row.number] = view
        if parent is not None:
            parent.under.append(view)
    return [view for view in found.values() if view.row.of == TOP]


def _by(look: Look, stands_here: Any) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = {}
    for one in look.problems:
        if stands_here(one):
            found.setdefault(one.place.element, []).append(one)
    return found


def _faults(look: Look, row: Row) -> dict[str, str]:
    if not look.state.is_tried:
        return {}
    start = f"{row.number}."
    return {name.removeprefix(start): spoken(one) for name, one in look.faults.items() if name.startswith(start)}


def _takes_list(slug: str) -> bool:
    """Whether fields of a kind choose from a code list; of an unknown kind every one is offered."""
    return slug not in KINDS or "code_list" in KINDS[slug].settings


def _choices(look: Look) -> Any:
    """What a box offers: (kind of part, element) → value and words; an empty list where it is written freely."""
    special = pages.boxes(look)
    special["field", "code_list"] = list(field_form.code_list_choices(_))

    def choices(view: RowView, element: Element) -> Choices:
        kind = typed.kind_of(look.part, view.row)
        found = special.get((kind.name if kind else "", element.name)) or special.get(("", element.kind), [])
        if element.name == "code_list" and not _takes_list(view.row.get("kind")):
            found = [("", _("这种类型不用代码表"))]
        if element.kind == "departments":
            found = special["", "department"]
        if element.vocabulary is not None:
            found = [(slug, _(words)) for slug, words in element.vocabulary.choices]
        held = view.row.get(element.name)
        if found and held:
            known = dict(found)
            several = held.split(BETWEEN) if element.kind in ("codes", "departments") else [held]
            found = [*found, *((one, one) for one in several if one not in known)]
        return found

    return choices
