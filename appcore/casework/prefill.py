"""预填: what a form can begin with — the day, the applicant's own data, and what the same applicant gave last time.

An earlier case is used only where whoever acts sees it, and sees the names in it whole. Sensitive values come from one's own
open task alone (decisions 66), and that is logged; every use of an earlier case stands in the trail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from appcore.access import audit, privacy, read_log
from appcore.access.handling import Names
from appcore.access.principal import Person, current
from appcore.access.read_log import ANSWERS, Seen
from appcore.casework import standard
from appcore.casework.application import BODY_KINDS, ID_CARD_KINDS, Applicant, Application
from appcore.definition import entry_form, identity
from appcore.definition.answers import from_json
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.kinds import Lookup, kind_of
from appcore.definition.kinds.staged import Files
from appcore.definition.nesting import TableField, is_sealed
from appcore.definition.posted import Texts, form_name, not_blank
from appcore.definition.verdict import Rejected
from models.case import Case, Party
from models.db import HouseSession

MOST_CASES = 20
"""How far back is looked."""
OF_APPLICANT = {
    "applicant_name": "name",
    "applicant_id": "id_number",
    "applicant_phone": "phone",
    "applicant_address": "address",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What a field begins with: its texts, and the day of the case that they were taken from, if of one."""

    texts: tuple[str, ...]
    day: date | None = None


def is_offered(definition: ItemDefinition) -> bool:
    """Whether any field of a form begins with something."""
    return any(one.prefill for one in definition.fields)


def fill(
    session: HouseSession, definition: ItemDefinition, handed_in: Application, lookup: Lookup, *, done: Collection[str],
    with_cases: bool = True,
) -> dict[str, Given]:  # fmt: skip
    """What the empty fields that arise begin with, by the names of their controls. `done`: those that began once already."""
    empty = list(_empty(definition, handed_in, lookup, done))
    found: dict[str, Given] = {}
    applicant = handed_in.parties[0] if handed_in.parties else Applicant()
    for one in empty:
        text = lookup.today.isoformat() if one.prefill == "today" else ""
        if one.prefill in OF_APPLICANT:
            text = getattr(applicant, OF_APPLICANT[one.prefill]).strip()
        if text and _fits(one, [text], lookup):
            found[form_name(one.key)] = Given((text,))
    earlier = [one for one in empty if one.prefill == "earlier"]
    return found | (_from_cases(session, earlier, applicant, lookup) if earlier and with_cases else {})


def _empty(
    definition: ItemDefinition, handed_in: Application, lookup: Lookup, done: Collection[str]
) -> Iterator[Field]:
    entered = entry_form.validate(definition, handed_in.entered, handed_in.answers, lookup)
    for one in entry_form.form_fields(definition, {**handed_in.answers, **entered.values}):
        field = one.field
        begins = field.prefill and not isinstance(field, TableField) and kind_of(field.kind).is_typed
        if not begins or isinstance(kind_of(field.kind), Files) or one.applies is False or one.name in done:
            continue
        if not not_blank(handed_in.entered.get(one.name, ())):
            yield field


def _fits(field: Field, texts: list[str], lookup: Lookup) -> bool:
    try:
        kind_of(field.kind).clean(texts, field, lookup)
    except Rejected:
        return False
    return True


def _number(applicant: Applicant, today: date) -> str:
    """The applicant's number when it is whole and sound, else ""; half a number looks for nobody."""
    text = applicant.id_number.strip()
    try:
        if applicant.document_kind in ID_CARD_KINDS:
            return identity.check_id_number(text, today)
        if applicant.document_kind in BODY_KINDS:
            return identity.check_credit_code(text)
    except Rejected:
        pass
    return ""


def _from_cases(session: HouseSession, fields: list[Field], applicant: Applicant, lookup: Lookup) -> dict[str, Given]:
    who, number = current(), _number(applicant, lookup.today)
    if not isinstance(who, Person) or not number:
        return {}
    same = select(Party.case_id).where(
        Party.id_number_index.in_(privacy.indexes_of([number])), Party.document_kind == applicant.document_kind,
        Party.role == "applicant",
    )  # fmt: skip
    recent = select(Case).where(Case.id.in_(same), Case.edition_id.is_not(None)).order_by(Case.id.desc())
    cases = [one for one in session.scalars(recent.limit(MOST_CASES)) if one.outcome != "voided"]
    names, found = Names(session, cases), dict[str, Given]()
    for case in cases:
        waiting = [one for one in fields if form_name(one.key) not in found]
        if not waiting:
            break
        if names.are_masked(case):
            continue
        taken = _from_case(session, case, waiting, lookup, own=read_log.is_own_task(who, case))
        if taken:
            found |= taken
            audit.note("prefilled", "case", case.number, changes={"fields": sorted(taken)})
    return found


def _from_case(
    session: HouseSession, case: Case, fields: list[Field], lookup: Lookup, *, own: bool
) -> dict[str, Given]:
    before = standard.of_case(session, case)
    clear: Mapping[str, Any] = from_json(case.entered)
    sealed: Mapping[str, Any] = {}
    found: dict[str, Given] = {}
    for one in fields:
        was = next((old for old in before.fields if _is_same(old, one)), None)
        if was is None:
            continue
        if is_sealed(one) or is_sealed(was):
            if not own or case.entered_sealed is None:
                continue
            sealed = sealed or from_json(privacy.get_answers(case))
        value = (sealed if was.key in sealed else clear).get(was.key)
        texts = list(kind_of(one.kind).typed(value, was)) if value is not None else []
        if texts and _fits(one, texts, lookup):
            found[form_name(one.key)] = Given(tuple(texts), case.received_at.date())
    if any(is_sealed(one) for one in fields if form_name(one.key) in found):
        read_log.note_own_task(case, [Seen((ANSWERS,))])
    return found


def _is_same(old: Field, new: Field) -> bool:
    """Of the same kind under the same key, or of the same shared block under whatever key."""
    return old.kind == new.kind and (old.key == new.key or bool(new.shared and old.shared == new.shared))


def texts_of(given: Mapping[str, Given]) -> Texts:
    """As a form would have posted them."""
    return {name: list(one.texts) for name, one in given.items()}
