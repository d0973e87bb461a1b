"""The table of what answers change says of each answer just what the checklist would say."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from appcore.definition.answers import settle
from appcore.definition.conditions import Answer, Condition, Test, evaluate
from appcore.definition.effects import effects
from appcore.definition.item import Choice, ItemDefinition, Material, Question

KINDS = (Choice(key="a", label="甲"), Choice(key="b", label="乙"))
QUESTIONS = (
    Question(key="q", text="哪一种", kind="choice", choices=KINDS),
    Question(key="own", text="是否自有", kind="yes_no"),
)


def item(*materials: Material) -> ItemDefinition:
    return ItemDefinition(code="330327-00001", questions=QUESTIONS, materials=materials)


def paper(key: str, *tests: Test, mode: str = "all") -> Material:
    return Material(key=key, name=key, condition=Condition(mode, tests) if tests else None)  # type: ignore[arg-type]


def test_each_answer_says_what_comes_with_it_and_what_falls_away() -> None:
    shown = effects(
        item(paper("always"), paper("licence", Test("q", "is", "a")), paper("lease", Test("own", "is", False)))
    )

    said = [(one.answers, [part.name for part in one.comes], [part.name for part in one.goes]) for one in shown]
    assert said == [
        ((("哪一种", "甲"),), ["licence"], []),
        ((("哪一种", "乙"),), [], ["licence"]),
        ((("是否自有", "是"),), [], ["lease"]),
        ((("是否自有", "否"),), ["lease"], []),
    ]


def test_what_only_two_answers_decide_has_a_row_for_the_two() -> None:
    shown = effects(item(paper("both", Test("q", "is", "a"), Test("own", "is", True))))

    pairs = [one for one in shown if len(one.answers) == 2]
    # "No" alone tells that it is not needed; only "yes" with the right kind tells that it is.
    assert [(one.answers, [part.name for part in one.comes]) for one in pairs] == [
        ((("哪一种", "甲"), ("是否自有", "是")), ["both"]),
    ]


_tests = st.one_of(
    st.builds(Test, st.just("q"), st.sampled_from(["is", "is_not"]), st.sampled_from("ab")),
    st.builds(Test, st.just("own"), st.just("is"), st.booleans()),
)
_conditions = st.builds(Condition, st.sampled_from(["all", "any"]), st.lists(_tests, min_size=1, max_size=3).map(tuple))


@settings(deadline=None)
@given(st.lists(_conditions, min_size=1, max_size=4))
def test_no_row_says_more_than_its_answers_tell(conditions: list[Condition]) -> None:
    definition = item(
        *(Material(key=f"m{number}", name=f"m{number}", condition=one) for number, one in enumerate(conditions))
    )
    by_words = {
        ("哪一种", "甲"): ("q", "a"),
        ("哪一种", "乙"): ("q", "b"),
        ("是否自有", "是"): ("own", True),
        ("是否自有", "否"): ("own", False),
    }
    by_key = {one.key: one for one in definition.materials}

    for row in effects(definition):
        given_ones = dict(by_words[said] for said in row.answers)
        open_ones = [[(key, value)] if key in given_ones else [(key, one) for one in both] for key, both, value in (
            ("q", ("a", "b"), given_ones.get("q")), ("own", (True, False), given_ones.get("own")),
        )]  # fmt: skip
        for answers in product(*open_ones):
            chosen: dict[str, Answer] = dict(answers)  # type: ignore[arg-type]  # the pairs above hold text and yes/no
            settled = settle(definition, chosen)
            assert all(evaluate(by_key[one.key].condition, settled) is True for one in row.comes)
            assert all(evaluate(by_key[one.key].condition, settled) is False for one in row.goes)
