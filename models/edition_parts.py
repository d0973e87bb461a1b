"""The parts of an edition as rows, so that the county can ask "which items require 户口簿?".

Columns come from `models.elements`; each part has a key that is unique among its kind in the edition (章: decisions 11).
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

    @declared_attr
    def edition_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("edition.id"), index=True, info=label("版本"))

    key: Mapped[str] = mapped_column(String(40), info=label("标识", help="小写字母开头,由小写字母、数字和下划线组成"))
    position: Mapped[int] = mapped_column(Integer, info=label("排序", exchange="order_num"))

    @declared_attr
    def edition(cls) -> Mapped[Edition]:
        return relationship()

    def __str__(self) -> str:
        return str(getattr(self, self.part_kind.elements[0].name) or self.key)


def _columns(kind: PartKind) -> Any:
    return element_columns(f"{kind.name}_elements", kind.elements)


class LegalBasis(Part, _columns(el.BASES), Base):
    __tablename__ = "legal_basis"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)
    part_kind = el.BASES

    def __str__(self) -> str:
        return f"{self.title or ''}{self.article or ''}"


class AcceptanceCondition(Part, _columns(el.CONDITIONS), Base):
    __tablename__ = "acceptance_condition"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)
    part_kind = el.CONDITIONS


class Question(Part, _columns(el.QUESTIONS), Base):
    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)
    part_kind = el.QUESTIONS


class QuestionChoice(Part, _columns(el.ANSWERS), Base):
    __tablename__ = "question_choice"
    __table_args__ = (UniqueConstraint("parent_id", "key"),)
    part_kind = el.ANSWERS

    parent_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True, info=label("问题"))


class Material(Part, _columns(el.MATERIALS), Base):
    __tablename__ = "material"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)
    part_kind = el.MATERIALS

    def __str__(self) -> str:
        return self.name or self.key


class Fee(Part, _columns(el.FEES), Base):
    __tablename__ = "fee"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)
    part_kind = el.FEES


class Reduction(Part, _columns(el.REDUCTIONS), Base):
    __tablename__ = "reduction"
    __table_args__ = (UniqueConstraint("parent_id", "key"),)
    part_kind = el.REDUCTIONS

    parent_id: Mapped[int] = mapped_column(ForeignKey("fee.id"), index=True, info=label("收费"))

    def __str__(self) -> str:
        return self.reason or self.key


class Step(Part, _columns(el.STEPS), Base):
    __tablename__ = "step"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)
    part_kind = el.STEPS


class SpecialProcedure(Part, _columns(el.PROCEDURES), Base):
    __tablename__ = "special_procedure"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)
    part_kind = el.PROCEDURES


class Field(Part, _columns(el.FIELDS), Base):
    __tablename__ = "field"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)
    part_kind = el.FIELDS


class FieldChoice(Part, _columns(el.FIELD_CHOICES), Base):
    __tablename__ = "field_choice"
    __table_args__ = (UniqueConstraint("parent_id", "key"),)
    part_kind = el.FIELD_CHOICES

    parent_id: Mapped[int] = mapped_column(ForeignKey("field.id"), index=True, info=label("字段"))


class Outcome(Part, _columns(el.OUTCOMES), Base):
    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)
    part_kind = el.OUTCOMES


class Faq(Part, _columns(el.FAQS), Base):
    __tablename__ = "faq"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)
    part_kind = el.FAQS


PARTS: dict[str, type[Part]] = {
    model.part_kind.name: model
    for model in (
        LegalBasis, AcceptanceCondition, Question, QuestionChoice, Material, Fee, Reduction, Step, SpecialProcedure,
        Field, FieldChoice, Outcome, Faq,
    )
}  # fmt: skip
