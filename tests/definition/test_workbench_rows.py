"""The rows of the workbench: typed and read again, moved, deleted and brought back, pasted from a spreadsheet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appcore.definition import schema
from appcore.definition.checks import Place
from appcore.definition.item import Choice, Fee, Material, Question, Ref
from appcore.definition.workbench import moves, pasting, rows
from appcore.definition.workbench.parts import BY_NAME, PARTS, anchor_of, part_of
from appcore.definition.workbench.values import Known
from models import elements as el
from models import vocabulary
from tests.definition.sound import SOUND

KNOWN = Known({"yb": "医疗保障局", "jy": "教育局"}, {"hukou": "户口簿"})
MATERIALS, FEES, QUESTIONS, STEPS = (BY_NAME[name] for name in ("materials", "fees", "questions", "steps"))


def test_every_element_of_an_edition_is_written_in_exactly_one_part() -> None:
    written = [(one.kind.name if one.kind else "", each.name) for one in PARTS for each in one.elements]

    assert len(written) == len(set(written))
    assert {name for kind, name in written if not kind} == {one.name for one in el.EDITION_ELEMENTS}
    assert {one.kind.name for one in PARTS if one.kind} == {one.name for one in el.PART_KINDS if not one.parent}


@pytest.mark.parametrize("part", [one for one in PARTS if one.kind], ids=lambda one: one.name)
def test_what_was_saved_is_the_same_after_it_was_drawn_and_read(part: Any) -> None:
    saved = getattr(SOUND, part.name)
    named = {one.code: one.name for each in saved for one in vars_of(each) if isinstance(one, Ref)}
    known = Known(named, named)

    drawn = [rows.from_json(rows.as_json(row), row.number) for row in rows.of_parts(part, saved)]
    read, faults = rows.as_parts(part, [row for row in drawn if row], known, saved)

    assert (read, faults) == (saved, {})


def vars_of(part: Any) -> list[Any]:
    return [getattr(part, name) for name in part.__dataclass_fields__]


def test_a_row_that_says_nothing_is_no_part_and_one_without_its_name_is_refused() -> None:
    typed = [rows.Row(0), rows.Row(1, {"copies": "2"}), rows.Row(2, {"name": "户口簿", "copies": "两份"})]

    made, faults = rows.as_parts(MATERIALS, typed, KNOWN)

    assert [one.name for one in made] == ["", "户口簿"]
    assert set(faults) == {"1.name", "2.copies"}


def test_keys_are_proposed_from_names_and_never_one_that_was_given_before() -> None:
    typed = [rows.Row(0, {"name": "户口簿"}), rows.Row(1, {"name": "户口簿"}), rows.Row(2, {"name": "照片"}, key="zp")]

    names = rows.named(MATERIALS, typed, {"hukoubu"})
    _made, faults = rows.as_parts(MATERIALS, [replace(typed[0], key="hukoubu")], KNOWN, taken={"hukoubu"})

    assert names == {0: "hukoubu_2", 1: "hukoubu_3", 2: "zp"}
    assert set(faults) == {"0.key"}


def test_a_file_stays_with_its_material_and_is_never_taken_from_what_is_typed() -> None:
    saved = (Material(key="a", name="申请表", blank_form="f" * 64),)
    typed = [*rows.of_parts(MATERIALS, saved), rows.Row(9, {"name": "别的", "blank_form": "e" * 64})]

    made, _faults = rows.as_parts(MATERIALS, typed, KNOWN, saved)

    assert [one.blank_form for one in made] == ["f" * 64, None]


def test_a_row_moves_is_copied_deleted_and_brought_back_with_what_is_under_it() -> None:
    asked = tuple(Question(key=key, text=key, choices=(Choice(key="c", label="选项"),)) for key in ("a", "b"))
    typed = rows.of_parts(QUESTIONS, asked)

    down = moves.moved(typed, 0, 1)
    fewer, gone = moves.dropped(typed, 0)
    twice = moves.duplicated(typed, 0, 10, {"text": "另一个"})

    assert [row.number for row in down] == [2, 3, 0, 1]
    assert [row.number for row in fewer] == [2, 3]
    assert moves.restored(fewer, gone) == typed
    assert [(row.number, row.of, row.key) for row in twice] == [
        (0, -1, "a"), (1, 0, "c"), (10, -1, ""), (11, 10, "c"), (2, -1, "b"), (3, 2, "c"),
    ]  # fmt: skip


def test_rows_are_pasted_by_their_headings_in_any_order() -> None:
    sheet = '复印件份数\t材料名称\t材料必要性\t颜色\n2\t"户口\n簿"\t必要\t红\n１\t照片\t随便\t\n'

    found = pasting.read(MATERIALS, sheet, KNOWN)

    assert [dict(row.texts) for row, _labels in found.rows] == [
        {"copies": "2", "name": "户口簿", "necessity": vocabulary.NECESSITY.slugs[0]},
        {"copies": "1", "name": "照片", "necessity": "随便"},
    ]
    assert [(one.line, one.heading, one.text) for one in found.left] == [(1, "颜色", "")]


def test_rows_are_pasted_by_the_order_of_the_columns_when_there_are_no_headings() -> None:
    found = pasting.read(FEES, "工本费\t20元\t元/证\n副本\t很多", KNOWN)

    assert [dict(row.texts) for row, _labels in found.rows] == [
        {"name": "工本费", "amount_fen": "20元", "unit": "元/证"},
        {"name": "副本", "amount_fen": "很多"},
    ]
    assert found.left == ()


def test_a_number_is_read_with_the_unit_behind_it_and_a_unit_of_time_is_the_rows() -> None:
    papers = pasting.read(MATERIALS, "材料名称\t原件份数\t复印件份数\n户口簿\t1份\t２ 份\n照片\t3小时\t几张", KNOWN)
    steps = pasting.read(
        STEPS, "环节\t环节时限\t时限单位\n受理\t3 个工作日\t\n审查\t30分钟\t个工作日\n决定\t2\t小时", KNOWN
    )

    assert [(row.get("originals"), row.get("copies")) for row, _labels in papers.rows] == [
        ("1", "2"),
        ("3小时", "几张"),
    ]
    assert [(row.get("duration"), row.get("unit")) for row, _labels in steps.rows] == [
        ("3", "working_days"), ("30分钟", "working_days"), ("2", "hours"),
    ]  # fmt: skip


def test_the_choices_of_a_question_come_from_one_cell() -> None:
    found = pasting.read(QUESTIONS, "问题\t选项\n户口类型\t农业、非农业", KNOWN)

    assert [labels for _row, labels in found.rows] == [("农业", "非农业")]


def test_no_more_rows_are_pasted_than_there_is_room_for() -> None:
    found = pasting.read(STEPS, "受理\n审查\n决定", KNOWN, room=1)

    assert len(found.rows) == 1
    assert [one.line for one in found.left] == [2, 3]


def test_a_place_leads_to_its_part_and_box() -> None:
    assert anchor_of(Place("materials", "hukou", "name")) == "materials.hukou.name"
    assert anchor_of(Place("fees", "gbf", "percent", "low")) == "fees.gbf.low.percent"
    assert anchor_of(Place("", "", "promised_days")) == "limits.promised_days"
    assert part_of(Place()) == "basic"


def test_what_a_group_says_is_read_element_by_element() -> None:
    one = rows.of_group(BY_NAME["limits"], replace(SOUND, promised_days=5, must_attend=True))[0]

    values, faults = rows.as_values(BY_NAME["limits"], one.having(legal_days="很久"), KNOWN)

    assert (values["promised_days"], values["must_attend"], values["legal_days"]) == (5, True, None)
    assert set(faults) == {"0.legal_days"}


def test_a_fee_reads_back_with_its_reductions() -> None:
    saved = (Fee(key="gbf", name="工本费", amount_fen=2000),)

    assert rows.as_parts(FEES, rows.of_parts(FEES, saved), KNOWN, saved)[0] == saved
    assert schema.PART_CLASSES["fee"] is Fee
