"""An edition taken over never promises beyond the law and never charges without a basis (decisions 51)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from appcore.casework.fees import bill
from appcore.definition import checks, item, schema, transition
from appcore.definition.lengths import calendar_days
from models.vocabulary import TIME_UNIT
from tests.definition.faults import FAULTS, paper
from tests.definition.sound import CONTEXT, SOUND, sound

COUNTS = st.one_of(st.none(), st.integers(0, 400))
UNITS = st.one_of(st.none(), st.sampled_from(TIME_UNIT.slugs))
UNMENDED = {"O15", "W7", "W17"}
"""What an empty element breaks as well: an item whose own name is the fault, a reason that is not there, a theme not chosen."""
FEES = st.lists(
    st.builds(
        item.Fee, key=st.sampled_from(("a", "b", "c")), name=st.just("工本费"), amount_fen=st.one_of(st.none(), st.integers(0, 10**6)),
        basis=st.sampled_from(("", "  ", "《居民身份证法》第二十条")), quantity=st.sampled_from(("", "shops")),
        reductions=st.sampled_from(((), (item.Reduction(key="r", kind="free", basis="样例文件"),))),
    ),
    max_size=3, unique_by=lambda one: one.key,
)  # fmt: skip


@given(legal=COUNTS, legal_unit=UNITS, promised=COUNTS, promised_unit=UNITS)
def test_the_promise_is_never_beyond_the_law(
    legal: int | None, legal_unit: str | None, promised: int | None, promised_unit: str | None
) -> None:
    before = sound(legal_days=legal, legal_unit=legal_unit, promised_days=promised, promised_unit=promised_unit)

    holds = transition.as_it_holds(before)

    assert (holds.promised_days is None) is (promised is None)
    if legal is not None and holds.promised_days is not None:
        assert calendar_days(holds.promised_days, holds.promised_unit) <= calendar_days(legal, legal_unit)
        within = calendar_days(promised or 0, promised_unit) <= calendar_days(legal, legal_unit)
        assert (holds.promised_days, holds.promised_unit) == (
            (promised, promised_unit) if within else (legal, legal_unit)
        )


@given(fees=FEES, shops=st.integers(0, 9))
def test_nothing_is_charged_without_a_basis(fees: list[item.Fee], shops: int) -> None:
    """行政许可法 第五十八条."""
    holds = transition.as_it_holds(sound(fees=tuple(fees)))

    lines = bill(holds, {"shops": shops}).lines
    assert len(lines) == len(fees)
    for before, line in zip(fees, lines, strict=True):
        assert line.fee.key == before.key
        if not before.basis.strip():
            assert (line.fee.amount_fen, line.amount_fen, line.fee.reductions) == (0, 0, ())
        else:
            assert line.fee == before


@given(promised=COUNTS, fees=FEES)
def test_what_holds_holds_and_the_stored_content_is_left_alone(promised: int | None, fees: list[item.Fee]) -> None:
    before = sound(promised_days=promised, fees=tuple(fees))
    stored = schema.write(before)

    once = transition.as_it_holds(before)

    assert transition.as_it_holds(once) == once
    assert transition.as_published(transition.as_published(before)) == transition.as_published(before)
    assert schema.write(before) == stored


def test_a_sound_edition_is_shown_as_it_stands() -> None:
    assert transition.as_it_holds(SOUND) is not None
    assert transition.as_it_holds(SOUND) == SOUND
    assert transition.as_published(SOUND) == SOUND


def test_the_guide_leaves_out_what_is_not_sound() -> None:
    catch_all = sound(materials=(*SOUND.materials, paper("rest", "其他相关材料")), review_body="温州市市场监督管理局")

    shown = transition.as_published(catch_all)

    assert [one.key for one in shown.materials] == [one.key for one in SOUND.materials]
    assert shown.review_body == ""
    assert transition.as_it_holds(catch_all) == catch_all, "the counter's checklist is the edition's own"


def test_steps_that_do_not_add_up_are_shown_without_days() -> None:
    steps = tuple(replace(one, duration=90) for one in SOUND.steps)

    shown = transition.as_published(sound(steps=steps))

    assert [one.name for one in shown.steps] == [one.name for one in SOUND.steps]
    assert {one.duration for one in shown.steps} == {None}


def test_any_planted_fault_still_leaves_a_guide_that_is_free_of_what_it_leaves_out() -> None:
    for faults in FAULTS.values():
        for fault in faults:
            shown = transition.as_published(fault.definition)
            left = {one.id for one in checks.problems(shown, CONTEXT) if one.level == "error"} & set(
                transition.LEFT_OUT
            )
            assert left <= UNMENDED, left


def test_a_cancelled_item_and_a_doubled_code_are_kept_out() -> None:
    assert transition.kept_out(SOUND, state="in_use", elsewhere={}) is None
    assert transition.kept_out(SOUND, state="paused", elsewhere={"other": "330327-00001"}) is None
    assert transition.kept_out(SOUND, state="cancelled", elsewhere={}) is not None

    doubled = transition.kept_out(SOUND, state="in_use", elsewhere={SOUND.handle_item_code: "330327-00007"})
    assert doubled is not None
    assert "330327-00007" in str(doubled)
    assert transition.kept_out(SOUND, state="in_use", elsewhere={SOUND.task_code: "330327-00007"}) is None
