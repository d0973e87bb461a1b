"""按证件号、手机号或姓名查办件: cases of a person within the scope. The trail keeps the term as a keyed mark alone (R72, R79)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from appcore.access import audit, handling, privacy
from appcore.access.principal import signed_in
from appcore.definition import identity, person_name
from appcore.definition.verdict import Rejected
from models.case import Case, Party

MOST = 50


def find(session: Session, text: str) -> list[Case]:
    """The newest cases of whoever has this number or name. A number is looked for whole, a name by how it begins.

    Names are looked for only where they are shown in clear: else searching would tell what the mask hides (R08).
    """
    typed = text.strip()
    if not typed:
        return []
    by_number = identity.looks_like_a_number(typed)
    fits = _by_number(typed) if by_number else _by_name(typed)
    query = select(Case).where(Case.id.in_(select(Party.case_id).where(fits))).order_by(Case.id.desc()).limit(MOST)
    found = list(session.scalars(query))
    audit.note(
        "searched_person",
        "party",
        privacy.mark_of(typed),
        changes={"by": "号码" if by_number else "姓名", "rows": len(found)},
    )
    return found


def _by_number(text: str) -> ColumnElement[bool]:
    indexes = privacy.indexes_of(identity.number_forms(text))
    return or_(Party.id_number_index.in_(indexes), Party.phone_index.in_(indexes))


def _by_name(text: str) -> ColumnElement[bool]:
    try:
        name = person_name.clean_person_name(text)
    except Rejected:
        name = text
    return Party.name.startswith(name, autoescape=True) & handling.handled_by(Party, Party.case_id, signed_in())
