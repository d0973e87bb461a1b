"""The parts of an edition as rows, so that the county can ask "which items require 户口簿?".

Columns come from `models.elements`; each part has a key that is unique among its kind in the edition (decisions 11).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models import elements as el
from models.base import Draft, Revised, Row, Stamped, element_columns, label
from models.db import Base
from models.elements import PartKind
from models.item import Edition


class Part(Row, Draft, Stamped, Revised):
    """What all parts have: their edition, key and place in the list."""

    part_kind: PartKind
    called_by: tuple[str, ...]

    @declared_attr
    def edition_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("edition.id"), index=True, active_history=True, info=label("版本"))

    key: Mapped[str] = mapped_column(
        String(40), info=label("标识", help="小写字母开头，由小写字母、数字和下划线组成；不填时按名称生成", check="key")
    )
    position: Mapped[int] = mapped_column(Integer, info=label("排序", exchange="order_num"))

    @declared_attr
    def edition(cls) -> Mapped[Edition]:
        return relationship()

    def __str__(self) -> str:
        return next((str(text) for name in self.called_by if (text := getattr(self, name))), self.key)


def _table(name: str, kind: PartKind, *called_by: str) -> Any:
    """The table of one kind of part; a part under another part (a choice, a reduction) also names that row."""
    above = next((one for one in el.PART_KINDS if one.name == kind.parent), None)
    members: dict[str, Any] = {
        "__doc__": f"{kind.label}: one row of an edition.",
        "__module__": __name__,
        "__tablename__": kind.name,
        "__table_args__": (UniqueConstraint("parent_id" if above else "edition_id", "key"),),
        "part_kind": kind,
        "called_by": called_by or (kind.elements[0].name,),
    }
    if above:
        members["parent_id"] = mapped_column(ForeignKey(f"{above.name}.id"), index=True, info=label(above.label))
    return type(name, (Part, element_columns(f"{name}Elements", kind.elements), Base), members)


LegalBasis = _table("LegalBasis", el.BASES)
AcceptanceCondition = _table("AcceptanceCondition", el.CONDITIONS)
Question = _table("Question", el.QUESTIONS)
QuestionChoice = _table("QuestionChoice", el.ANSWERS)
Material = _table("Material", el.MATERIALS, "name")
Fee = _table("Fee", el.FEES)
Reduction = _table("Reduction", el.REDUCTIONS, "reason")
Step = _table("Step", el.STEPS)
SpecialProcedure = _table("SpecialProcedure", el.PROCEDURES)
Field = _table("Field", el.FIELDS)
FieldChoice = _table("FieldChoice", el.FIELD_CHOICES)
Outcome = _table("Outcome", el.OUTCOMES)
Faq = _table("Faq", el.FAQS)

PARTS: dict[str, Any] = {
    model.part_kind.name: model
    for model in (
        LegalBasis, AcceptanceCondition, Question, QuestionChoice, Material, Fee, Reduction, Step, SpecialProcedure,
        Field, FieldChoice, Outcome, Faq,
    )
}  # fmt: skip
"""The table of each kind of part, by the kind's name."""
