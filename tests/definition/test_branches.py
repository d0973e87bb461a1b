"""What is said of a condition's fate agrees with trying everything, and above the bound it is still right."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from appcore.definition.answers import settle
from appcore.definition.branches import MOST_CASES, cases, deciding, fate
from appcore.definition.conditions import Answer, Condition, Test, evaluate
from appcore.definition.item import Choice, Field, ItemDefinition, Question

LETTERS = tuple(Choice(key=key, label=key) for key in "xyz")
NUMBERS = range(7)
TICKED = [ticked for number in (1, 2, 3) for ticked in combinations("xyz", number)]
EVERY: dict[str, list[Answer | None]] = {
    "q": ["x", "y", "z"],
    "m": list(TICKED),
    "n": [*NUMBERS, None],
    "b": [True, False],
}
_tests = st.one_of(
    st.builds(Test, st.just("q"), st.sampled_from(["is", "is_not"]), st.sampled_from("xyz")),
    st.builds(Test, st.sampled_from("qm"), st.sampled_from(["one_of", "none_of"]), st.sampled_from([("x",), ("x", "y"), ("x", "y", "z")])),
    st.builds(Test, st.just("m"), st.sampled_from(["is", "is_not"]), st.sampled_from("xyz")),
    st.builds(Test, st.just("n"), st.sampled_from(["at_least", "at_most", "is"]), st.integers(0, 7)),
    st.builds(Test, st.just("n"), st.sampled_from(["filled", "empty"]), st.just(True)),
    st.builds(Test, st.just("b"), st.sampled_from(["is", "is_not"]), st.booleans()),
)  # fmt: skip
_inner = st.builds(Condition, st.sampled_from(["all", "any"]), st.lists(_tests, min_size=1, max_size=3).map(tuple))
conditions = st.builds(
    Condition, st.sampled_from(["all", "any"]), st.lists(_tests | _inner, min_size=1, max_size=3).map(tuple)
)


def definition(on_m: Condition | None = None) -> ItemDefinition:
    return ItemDefinition(
        code="330327-00001",
        questions=(
            Question(key="q", text="哪种", kind="choice", choices=LETTERS),
            Question(key="m", text="哪些", kind="choices", choices=LETTERS, condition=on_m),
            Question(key="b", text="是否", kind="yes_no"),
        ),
        fields=(Field(key="n", label="几个", kind="integer", high=6),),
    )


@given(conditions, st.none() | st.sampled_from("xyz"))
def test_a_condition_is_dead_just_when_no_answers_make_it_true(condition: Condition, key: str | None) -> None:
    item = definition(Condition("all", (Test("q", "is", key),)) if key else None)
    outcomes = set()
    for row in product(*EVERY.values()):
        answers = {name: one for name, one in zip(EVERY, row, strict=True) if one is not None}
        outcomes.add(evaluate(condition, settle(item, answers, form_done=True)))

    found = fate(item, condition).verdict

    assert found == ("never" if outcomes == {False} else "always" if outcomes == {True} else "open")


def test_a_condition_behind_a_question_that_never_arises_is_dead() -> None:
    never = Condition("all", (Test("q", "is", "x"), Test("q", "is", "y")))

    assert fate(definition(never), Condition("all", (Test("m", "is", "x"),))).verdict == "never"


def test_above_the_bound_what_is_dead_by_one_question_alone_is_still_found() -> None:
    many = tuple(Question(key=f"q{number}", text="?", kind="choice", choices=LETTERS) for number in range(9))
    item = ItemDefinition(code="330327-00001", questions=many)
    each = tuple(Test(one.key, "is", "x") for one in many)
    dead = Condition("all", (*each, Test("q3", "is", "y")))
    alive = Condition("all", each)
    always = Condition("any", (*each, Test("q3", "is_not", "x")))

    assert len(LETTERS) ** len(many) > MOST_CASES
    assert cases(item, deciding(item, [dead])) is None
    assert [fate(item, one).verdict for one in (dead, alive, always)] == ["never", "open", "always"]


def test_a_comparison_that_never_holds_is_named() -> None:
    test = Test("n", "at_least", 99)

    assert fate(definition(), Condition("any", (test, Test("q", "is", "x")))).dead == (test,)
