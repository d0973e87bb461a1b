"""试填样例: trials that are kept with what came of them, and how another edition would answer the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import clock, records
from appcore.access import audit
from appcore.casework import sample_people
from appcore.casework.application import Applicant, Application
from appcore.casework.standard import Standard
from appcore.casework.trial import SAMPLE_FILES, Result
from appcore.definition import characters
from appcore.definition.item import ItemDefinition
from appcore.definition.kinds import is_sensitive, kind_of
from appcore.definition.kinds.staged import Files
from appcore.definition.made_up import is_nobodys
from appcore.definition.nesting import TableField, nested
from appcore.definition.posted import form_name, names_in, rows_in
from appcore.definition.verdict import N_, Rejected, Verdict
from appcore.errors import NotFound, Refused
from appcore.transaction import unit_of_work
from models.item import Item
from models.trial import TrialExample
from models.vocabulary import CASE_MODE, PARTY_ROLE, TIME_UNIT

Typed = Mapping[str, Sequence[str]]
Outcome = Mapping[str, Any]
MOST = 30
"""Examples of one item."""
MOST_CHARACTERS = 20_000
"""Of all that was typed in one example."""
OF_PARTY = ("name", "role", "document_kind", "id_number", "phone", "address")
SLIPS = {"acceptance": N_("可以受理"), "receipt": N_("只能先收件"), "": N_("还不能收件")}

LIMITS = {"promise": N_("承诺时限由%(before)s变为%(after)s"), "legal": N_("法定时限由%(before)s变为%(after)s")}


def outcome_of(found: Standard, result: Result) -> dict[str, Any]:
    """What a trial said, as far as another edition may say it differently."""
    definition, needed = found.definition, result.checked.needed
    return {
        "slip": result.slip,
        "papers": [row.part.name for row in needed.materials if row.applies is not False],
        "fee": result.cost.total_fen,
        "promise": _length(definition.promised_days, definition.promised_unit),
        "legal": _length(definition.legal_days, definition.legal_unit),
        "problems": sorted(str(verdict) for verdict in result.checked.faults.values()),
    }


def _length(days: int | None, unit: str | None) -> str:
    return "" if days is None or unit is None else f"{days}{TIME_UNIT.label_of(unit)}"


def differences(before: Outcome, after: Outcome) -> list[Verdict]:
    """How a trial comes out differently now, one sentence each."""
    return list(_differences(before, after))


def _differences(before: Outcome, after: Outcome) -> Iterator[Verdict]:
    if before["slip"] != after["slip"]:
        yield Verdict("原来%(before)s，现在%(after)s", {one: SLIPS[said["slip"]] for one, said in _two(before, after)})
    yield from _listed(before, after, "papers", N_("多了材料“%(what)s”"), N_("少了材料“%(what)s”"))
    if before["fee"] != after["fee"]:
        yield Verdict("收费由%(before)s变为%(after)s", {one: _yuan(said["fee"]) for one, said in _two(before, after)})
    for key, sentence in LIMITS.items():
        if before[key] != after[key]:
            yield Verdict(sentence, {one: said[key] or "无" for one, said in _two(before, after)})
    yield from _listed(before, after, "problems", N_("现在会提示：%(what)s"), N_("不再提示：%(what)s"))


def _listed(before: Outcome, after: Outcome, key: str, more: str, less: str) -> Iterator[Verdict]:
    yield from (Verdict(more, {"what": one}) for one in after[key] if one not in before[key])
    yield from (Verdict(less, {"what": one}) for one in before[key] if one not in after[key])


def _two(before: Outcome, after: Outcome) -> tuple[tuple[str, Outcome], tuple[str, Outcome]]:
    return ("before", before), ("after", after)


def _yuan(fen: int | None) -> str:
    return "待定" if fen is None else f"{fen / 100:.2f}元"


def of_item(session: Session, item_code: str) -> list[TrialExample]:
    """The examples of an item by name."""
    query = select(TrialExample).where(TrialExample.item_code == item_code).order_by(TrialExample.name)
    return list(session.scalars(query))


def keep(name: str, typed: Typed, found: Standard, handed_in: Application, result: Result) -> None:
    """Keep a trial under a name; one of the same name is replaced, and what it expects with it.

    Raises: Refused when the name is empty or long, or when somebody in it may be a real person. What the form does not know is left out (R81).
    """
    title = name.strip()
    if not 1 <= len(title) <= 60 or _is_odd(title):
        raise Refused("请给样例起一个名称，不超过60个字", field="example_name")
    faults = _real(found.definition, handed_in) | {
        name: said for name, said in result.checked.faults.items() if name.removeprefix("a.") in handed_in.unread
    }
    if faults:
        raise Refused("样例只保存样例人员的资料", fields=faults)
    known = {name: list(typed[name]) for name in _known(found.definition, handed_in, typed)}
    if sum(len(text) for texts in known.values() for text in texts) > MOST_CHARACTERS:
        raise Refused("样例的内容太多，一共不能超过%(most)s个字", field="example_name", most=MOST_CHARACTERS)
    with unit_of_work() as session:
        item = session.scalar(select(Item).where(Item.code == found.definition.code))
        if item is None:
            raise NotFound("没有这个事项")
        there = of_item(session, item.code)
        row = next((one for one in there if one.name == title), None)
        if row is None and len(there) >= MOST:
            raise Refused("一个事项最多保存%(most)s个样例，请先删除不用的", field="example_name", most=MOST)
        fresh = row is None
        row = row or TrialExample(
            item_code=item.code, owner_code=item.owner_code, department_code=item.department_code, name=title
        )
        row.typed = known
        row.outcome = outcome_of(found, result)
        records.stamp(row, new=fresh)
        session.add(row)
        session.flush()
        audit.record(session, "kept_example", "item", item.code, {"name": title})


def drop(item_code: str, example_id: int) -> None:
    """Let an example go.

    Raises: NotFound.
    """
    with unit_of_work() as session:
        row = session.scalar(
            select(TrialExample).where(TrialExample.id == example_id, TrialExample.item_code == item_code)
        )
        if row is None:
            raise NotFound("没有这个样例")
        name = row.name
        session.delete(row)
        session.flush()
        audit.record(session, "dropped_example", "item", item_code, {"name": name})


def _is_odd(text: str) -> bool:
    try:
        characters.refuse_unstorable(text)
    except Rejected:
        return True
    return False


def _real(definition: ItemDefinition, handed_in: Application) -> dict[str, Verdict]:
    """Why a trial may not be kept: parties that are no sample people, and sensitive values that are not plainly made up."""
    people = {_as_said(one.applicant) for one in sample_people.samples(clock.local_today())}
    faults = {
        f"party.{number}.id_number": Verdict("样例只能用样例人员，请从上面选择，不要改动他的资料")
        for number, one in enumerate(handed_in.parties)
        if _as_said(one) not in people or one.role not in PARTY_ROLE
    }
    for name, kind, texts in _sensitive(definition, handed_in.entered):
        if not all(_is_made_up(kind, text) for text in texts if text.strip()):
            faults[name] = Verdict(
                "样例不保存真实的号码和姓名，请改用999999开头的号码、1380000开头的手机号、“样例甲”这样的姓名、“样例路1号”这样的地址"
            )
    return faults


def _as_said(one: Applicant) -> tuple[str, ...]:
    return tuple(
        text.strip()
        for text in (one.name, one.document_kind, one.id_number, one.phone, one.address, one.unchecked_reason)
    )


def _is_made_up(kind: str, text: str) -> bool:
    return text in SAMPLE_FILES if isinstance(kind_of(kind), Files) else is_nobodys(kind, text)


def _known(definition: ItemDefinition, handed_in: Application, typed: Typed) -> Iterator[str]:
    """The names of what was typed that the trial reads."""
    yield from names_in(definition, typed)
    own = [f"a.{one.key}" for one in definition.questions]
    own += [f"{part}.{one.key}" for one in definition.materials for part in ("paper", "note")]
    own += [f"party.{number}.{part}" for number in range(len(handed_in.parties)) for part in OF_PARTY]
    own += ["mode"] if handed_in.mode in CASE_MODE else []
    yield from (name for name in own if name in typed)


def _sensitive(definition: ItemDefinition, entered: Typed) -> Iterator[tuple[str, str, Sequence[str]]]:
    rows = rows_in(entered)
    for one in nested(definition.fields):
        if isinstance(one, TableField):
            for number, cells in rows.get(one.key, {}).items():
                for column in one.columns:
                    if is_sensitive(column.kind) and column.key in cells:
                        yield form_name(f"{one.key}.{number}.{column.key}"), column.kind, cells[column.key]
        elif is_sensitive(one.kind):
            yield form_name(one.key), one.kind, entered.get(form_name(one.key), ())
