"""Better rules for open cases: whatever is chosen of a new edition, nobody who applied under the old one is worse off (decisions 54)."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from appcore.casework.fees import bill
from appcore.definition.better import EASIER, bettered, changes
from appcore.definition.conditions import Condition, Test
from appcore.definition.item import Choice, Fee, ItemDefinition, Material, Question, Reduction
from models.vocabulary import NECESSITY
from tests.definition.strategies import answers_given, conditions

KEYS = ("a", "b", "c")
UNITS = st.sampled_from(("working_days", "natural_days"))
DAYS = st.none() | st.integers(0, 30)
QUESTIONS = tuple(
    Question(key=key, text=key, kind="choice", choices=tuple(Choice(key=one, label=one) for one in "xyz"))
    for key in KEYS
)
some_conditions = st.none() | conditions
flags = st.none() | st.booleans()


def parts(made: type[Any], **members: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Parts of one kind, each key once."""
    one = st.fixed_dictionaries(members)
    return st.dictionaries(st.sampled_from(KEYS), one, max_size=3).map(
        lambda drawn: tuple(made(key=key, **values) for key, values in drawn.items())
    )


reductions = parts(
    Reduction, kind=st.sampled_from(("free", "percent", "fixed")), percent=st.none() | st.integers(0, 100),
    amount_fen=st.none() | st.integers(0, 900), reason=st.just("减免"), condition=some_conditions,
)  # fmt: skip
definitions = st.builds(
    ItemDefinition, code=st.just("330327-00001"), promised_days=DAYS, promised_unit=UNITS, legal_days=DAYS, legal_unit=UNITS,
    questions=st.just(QUESTIONS), opening_hours_only=flags,
    materials=parts(
        Material, name=st.sampled_from(("甲", "乙")), necessity=st.none() | st.sampled_from(NECESSITY.slugs), exempt=flags,
        pledge_allowed=flags, condition=some_conditions,
    ),
    fees=parts(
        Fee, name=st.just("工本费"), amount_fen=st.none() | st.integers(0, 900), basis=st.just("样例依据"),
        quantity=st.sampled_from(("", "a")), condition=some_conditions, reductions=reductions,
    ),
)  # fmt: skip
OLD = ItemDefinition(
    code="330327-00001", promised_days=10, promised_unit="working_days", legal_days=20, legal_unit="working_days",
    materials=(Material(key="book", name="户口簿", necessity="required"), Material(key="photo", name="照片", necessity="required")),
    fees=(Fee(key="card", name="工本费", amount_fen=2000, basis="样例依据"),),
)  # fmt: skip


def total(definition: ItemDefinition, answers: Any) -> int | None:
    return bill(definition, answers, form_done=True).total_fen


@settings(max_examples=300)
@given(definitions, definitions, st.data(), answers_given)
def test_nobody_is_worse_off_whatever_is_chosen(
    old: ItemDefinition, new: ItemDefinition, data: st.DataObject, answers: Any
) -> None:
    keys = [one.key for one in changes(old, new)]
    chosen = data.draw(st.lists(st.sampled_from([*keys, "nosuch", "name"]), max_size=6))

    made = bettered(old, new, chosen)

    for one in fields(ItemDefinition):  # nothing but times, papers and fees
        if one.name not in ("promised_days", "legal_days", "materials", "fees"):
            assert getattr(made, one.name) == getattr(old, one.name)
    for limit in ("promised_days", "legal_days"):
        before, after = getattr(old, limit), getattr(made, limit)
        assert after == before or 1 <= after < before
    before_papers = {one.key: one for one in old.materials}
    for paper in made.materials:  # none that was not asked for before, none under another condition, none harder
        was = before_papers[paper.key]
        assert replace(paper, exempt=was.exempt, pledge_allowed=was.pledge_allowed, necessity=was.necessity) == was
        assert paper.exempt or not was.exempt
        assert paper.pledge_allowed or not was.pledge_allowed
        assert paper.necessity == was.necessity or EASIER[paper.necessity or ""] < EASIER[was.necessity or ""]
    assert {one.key for one in made.fees} <= {one.key for one in old.fees}
    cost, was_cost = total(made, answers), total(old, answers)
    assert cost is None or was_cost is None or cost <= was_cost


@settings(max_examples=150)
@given(definitions, definitions)
def test_applied_once_there_is_nothing_left_to_better(old: ItemDefinition, new: ItemDefinition) -> None:
    everything = [one.key for one in changes(old, new)]
    made = bettered(old, new, everything)

    assert changes(made, new) == ()
    assert bettered(made, new, everything) == made
    assert (made is old) == (not everything)


@given(definitions)
def test_an_edition_is_not_better_than_itself(definition: ItemDefinition) -> None:
    assert changes(definition, definition) == ()


def test_each_change_is_told_in_a_sentence() -> None:
    book, photo = OLD.materials
    new = replace(
        OLD, promised_days=7, legal_days=15, materials=(replace(photo, exempt=True, pledge_allowed=True, necessity="optional"),),
        fees=(replace(OLD.fees[0], amount_fen=1000, reductions=(Reduction(key="poor", kind="free", reason="低保对象"),)),),
    )  # fmt: skip

    assert [(one.key, one.group, str(one.sentence)) for one in changes(OLD, new)] == [
        ("promised", "time", "承诺办结时限由10个工作日缩短为7个工作日"),
        ("legal", "time", "法定办结时限由20个工作日缩短为15个工作日"),
        ("materials.book.gone", "paper", "不再要求“户口簿”"),
        ("materials.photo.exempt", "paper", "“照片”改为免提交"),
        ("materials.photo.pledge_allowed", "paper", "“照片”可用告知承诺代替"),
        ("materials.photo.necessity", "paper", "“照片”由“必要”改为“非必要”"),
        ("fees.card.amount", "fee", "“工本费”由20.00元降为10.00元"),
        ("fees.card.reductions.poor", "fee", "“工本费”的减免更优惠：低保对象"),
    ]
    assert [str(one.sentence) for one in changes(OLD, replace(OLD, fees=()))] == ["不再收取“工本费”"]
    assert bettered(OLD, new, ["materials.book.gone"]) == replace(OLD, materials=(photo,))
    assert book not in bettered(OLD, new, ["materials.book.gone"]).materials


def test_what_is_worse_or_cannot_be_compared_is_no_better_rule() -> None:
    for new in (
        replace(OLD, promised_days=11),
        replace(OLD, promised_days=9, promised_unit="natural_days"),
        replace(OLD, promised_days=0),
        replace(OLD, promised_days=None),
        replace(OLD, promised_days=5, opening_hours_only=True),
        replace(OLD, materials=(*OLD.materials, Material(key="new", name="新材料"))),
        replace(OLD, fees=(replace(OLD.fees[0], amount_fen=1000, quantity="copies"),)),
        replace(
            OLD, fees=(replace(OLD.fees[0], amount_fen=1000, condition=Condition("all", (Test("poor", "is", True),))),)
        ),
        replace(OLD, fees=(replace(OLD.fees[0], amount_fen=3000),)),
    ):
        assert changes(OLD, new) == ()
