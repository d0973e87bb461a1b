"""One look at the designer: rows, what is wrong with them, and the real form beside them at the answers that were tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from appcore.definition import conditions, expressions
from appcore.definition.checks import Problem as Found
from appcore.definition.describe import describe
from appcore.definition.designing import rows as typed
from appcore.definition.designing.blocks import copied, source_of
from appcore.definition.designing.rows import MOST_CHOICES, Row
from appcore.definition.expressions import Faulty
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.kinds import KINDS
from appcore.definition.kinds.staged import AT_RECEIPT, NOT_HERE
from appcore.definition.lookup import code_lists
from appcore.definition.questions import names_of
from appcore.definition.register import RegisterDefinition
from appcore.definition.verdict import N_, Verdict
from appcore.errors import Conflict, Problem
from models.vocabulary import FIELD_WIDTH, ID_DOCUMENT, PREFILL, PRINT_PLACE, RETENTION
from views.console import condition_rows, form_preview
from views.console.condition_rows import ConditionRows
from views.console.counter.lane import Lane
from views.console.designer import boxes, library_blocks, settings, sheet, state
from views.console.designer.sheet import Sheet
from views.console.designer.state import State
from views.console.saving import told
from views.errors import STATUS
from views.words import _, spoken

ENDS = ("save", "publish")
FILE_FAMILIES = (("image", N_("图片")), ("pdf", N_("PDF 文件")))


@dataclass
class RowView:
    """A row as the template draws it."""

    row: Row
    is_open: bool
    is_column: bool
    fixed: bool
    proposed: bool
    says: str
    formula_says: str
    source: tuple[str, int] | None
    faults: Mapping[str, str]
    problems: Sequence[Found]
    condition: Any = None
    more: str = ""

    @property
    def kind(self) -> Any:
        return KINDS.get(self.row.kind)

    @property
    def faulty_boxes(self) -> list[tuple[str, str, str]]:
        """The id of each faulty box, what it is called with its field, and the sentence."""
        label = self.row.get("label") or _("未命名的字段")
        return [
            (
                boxes.id_of(self.row, name),
                _("%(field)s · %(box)s", field=label, box=boxes.called(self.row, name)),
                sentence,
            )
            for name, sentence in self.faults.items()
        ]

    @property
    def kept(self) -> str:
        return state.kept_as_text(self.row)


@dataclass
class Look:
    """Everything that is known after a post was read."""

    sheet: Sheet
    state: State
    fields: tuple[Field, ...]
    faults: dict[str, Verdict]
    book: RegisterDefinition | None
    book_faults: dict[str, Verdict]
    editors: dict[int, ConditionRows] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    conflict: list[tuple[str, str, str]] = field(default_factory=list)
    digest: str = ""
    is_paste_left: bool = False
    """Whether lines that were pasted and not added stand in the way of saving."""


def answer(one: Sheet) -> Any:
    """The page, or after saving the way back."""
    if request.method != "POST":
        begun = state.of_fields(one.definition.fields)
        return _drawn(_looked(one, begun, MultiDict(), ending=False), MultiDict()), 200
    form: MultiDict[str, str] = request.form
    held = state.read(form, one.taken)
    wanted = form.get("act", "")
    if wanted.startswith("insert"):
        _insert(one, held, form.get("block", ""))
    else:
        state.act(held, form, one.taken)
    if wanted in ENDS:
        state.take_all_choices(held, one.taken)
    look = _looked(one, held, form, ending=wanted in ENDS or wanted.startswith("shut"))
    look.digest = form.get("digest", "")[:64]
    if wanted not in ENDS:
        return _drawn(look, form), 200
    status = _end(look, wanted)
    return redirect(one.done if wanted == "publish" else request.path) if not status else (_drawn(look, form), status)


def _insert(one: Sheet, held: State, code: str) -> None:
    """The newest version of a block behind all that is there."""
    found = library_blocks.in_use(code)
    if found is None:
        held.told = _("请选择一个字段块。")
        return
    number, definition = found
    taken = {*one.taken, *(row.get("key") for row in held.rows)}
    for fresh in typed.of_fields(copied(definition.fields, code, number, taken)):
        held.rows.append(replace(fresh, number=held.free_number, was=""))
        held.at = held.at if held.at is not None else held.rows[-1].number
    held.told = _("已加入“%(block)s”第%(number)s版的字段。", block=definition.name, number=number)


def _looked(one: Sheet, held: State, form: MultiDict[str, str], *, ending: bool) -> Look:
    book, book_faults = one.read_book(form)
    before, _faults = typed.as_fields(held.rows)
    editors: dict[int, ConditionRows] = {}
    broken: dict[str, Verdict] = {}
    definition = one.having(sheet.sound(before))
    for row in list(held.rows):
        is_posted = f"c{row.number}-mode" in form
        if row.number not in held.open and not is_posted:
            continue
        editor = _editor(row, definition, form)
        if _keep_condition(held, row, editor, ending=ending):
            broken[f"{row.number}.condition"] = Verdict("有一项条件没有填好。")
            held.open.add(row.number)
        editors[row.number] = editor
    fields, faults = typed.as_fields(held.rows, one.fixed, one.taken)
    if ending:
        faults |= {
            f"{number}.more": Verdict("一个字段最多%(most)s个选项，这里的没有全部加入。", {"most": MOST_CHOICES})
            for number in held.more
        }
    return Look(one, held, fields, {**faults, **broken}, book, book_faults, editors, digest=one.digest)


def _editor(row: Row, definition: ItemDefinition, form: MultiDict[str, str]) -> ConditionRows:
    name = f"c{row.number}"
    return condition_rows.within_page(name, _("适用条件"), form, definition, row.condition, row.get("key"))


def _keep_condition(held: State, row: Row, editor: ConditionRows, *, ending: bool) -> bool:
    """Whether the condition as typed cannot be kept yet; asked for faults only when the row is closed or saved."""
    condition, is_broken = condition_rows.said_by(editor, row.condition, ending=ending)
    if condition != row.condition:
        held.set(replace(row, condition=condition))
    return is_broken


def _end(look: Look, wanted: str) -> int:
    """Save, and publish where that was asked; 0 when it is done, else the status to answer with."""
    look.is_paste_left = bool(look.state.pasted.strip())
    if look.faults or look.book_faults or look.is_paste_left:
        return 422
    try:
        if wanted == "publish" and look.book is not None:
            number = look.sheet.publish(look.fields, look.book, look.digest)
            if look.sheet.is_block:
                flash(_("已启用第%(number)s版；各事项和台账还用原来的版本，到“谁在用”里更换", number=number), "success")
            else:
                flash(_("已启用第%(number)s版，从现在起按它填写", number=number), "success")
        else:
            look.sheet.save(look.fields, look.book, look.digest)
            flash(_("已保存"), "success")
    except Conflict as problem:
        look.refusals.append(told(problem))
        look.conflict = _conflict(look)
        return STATUS[Conflict]
    except Problem as problem:
        look.refusals.append(told(problem))
        return STATUS[type(problem)]
    return 0


def _conflict(look: Look) -> list[tuple[str, str, str]]:
    """What the other has saved beside what is typed here; the next save goes over what was now seen."""
    look.digest = look.sheet.digest
    fields = sheet.compared(look.fields, look.sheet.definition.fields)
    return fields + (settings.compared(look.book, look.sheet.book) if look.book and look.sheet.book else [])


def _drawn(look: Look, form: MultiDict[str, str]) -> str:
    held = look.state
    drawn = look.sheet.having(sheet.sound(look.fields))
    found = look.sheet.problems(drawn.fields, look.book)
    by_key: dict[str, list[Found]] = {}
    for one in found:
        if one.place.part == "fields" and one.place.key:
            by_key.setdefault(one.place.key, []).append(one)
    faulty = {int(name.partition(".")[0]) for name in look.faults}
    if request.form.get("act") in ENDS:
        held.open |= faulty
    names = names_of(drawn)
    tables = {row.get("key") for row in held.rows if row.kind == "table"}
    views = [_view(look, row, drawn, names, by_key, tables) for row in held.rows]
    numbers = {row.get("key"): row.number for row in held.rows}
    takes_files = look.book is None or look.book.subject == "block"
    return render_template(
        "console/designer/design.html", title=look.sheet.title, look=look, views=views, numbers=numbers,
        elsewhere=[one for one in found if not (one.place.part == "fields" and one.place.key)],
        on_fields=[one for one in found if one.place.part == "fields" and one.place.key in numbers],
        kinds=[(kind.slug, _(kind.label)) for kind in KINDS.values() if takes_files or not kind.later], tables=[(row.get("key"), row.get("label")) for row in held.rows if row.kind == "table" and row.get("key")],
        lists=_pairs(code_lists()), documents=_pairs(ID_DOCUMENT.choices), families=_pairs(FILE_FAMILIES), widths=_pairs(FIELD_WIDTH.choices),
        places=_pairs(PRINT_PLACE.choices), prefills=_pairs(PREFILL.choices), blocks=library_blocks.choices(look.sheet.code), gone=state.gone_as_text(held),
        last_gone=held.gone[-1][0][1].get("label") if held.gone else "", labels=settings.LABELS, retentions=RETENTION.choices,
        role_pairs=[(slug, _(words)) for slug, words in settings.ROLES], holding_pairs=[(one.key, one.label) for one in drawn.fields if not one.within and one.kind not in ("heading", "note")],
        book_faults={name: spoken(fault) for name, fault in look.book_faults.items()}, preview=form_preview.preview(drawn, form), later=AT_RECEIPT if takes_files else NOT_HERE,
        condition=Lane.condition, groups=list(dict.fromkeys(one.group for one in drawn.fields if one.group)),
    )  # fmt: skip


def _pairs(choices: Any) -> list[tuple[str, str]]:
    return [(value, _(words)) for value, words in choices]


def _view(
    look: Look, row: Row, drawn: ItemDefinition, names: Any, by_key: Mapping[str, list[Found]], tables: set[str]
) -> RowView:
    start = f"{row.number}."
    faults = {name.removeprefix(start): spoken(fault) for name, fault in look.faults.items() if name.startswith(start)}
    condition = conditions.load(row.condition) if row.condition else None
    field_of_row = Field(key=row.get("key"), shared=row.get("shared"))
    editor = look.editors.get(row.number)
    if row.number in look.state.open and editor is None:
        editor = _editor(row, drawn, MultiDict())
    return RowView(
        row, row.number in look.state.open, row.within in tables, typed.is_fixed(row, look.sheet.fixed), not row.was,
        describe(condition, names) if condition else "", _formula(row, drawn), source_of(field_of_row),
        faults if request.form.get("act") in ENDS else {}, by_key.get(row.get("key"), ()), editor,
        look.state.more.get(row.number, ""),
    )  # fmt: skip


def _formula(row: Row, drawn: ItemDefinition) -> str:
    """A formula in Chinese words, or nothing where it cannot be read; what is wrong with it stands among the problems."""
    if row.kind != "computed" or not row.get("formula"):
        return ""
    try:
        return expressions.explain(row.get("formula"), drawn, row.within)
    except Faulty:
        return ""
