"""The catalogue workbook as a file: out and back without a loss, in any make, and every fault with its cell. Pure."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appcore.access.files import sheets as plain_sheets
from appcore.change.workbook import asked, book, cells, condition_text, grids, layout, marking, open_document, writing
from appcore.change.workbook.bodies import Bodies
from appcore.change.workbook.book import Book
from appcore.change.workbook.naming import Catalogue
from appcore.change.workbook.old_words import OTHER_WORDS
from appcore.definition import conditions, schema
from appcore.definition.exchange_columns import NATIONAL
from appcore.definition.item import ItemDefinition, Material, Question
from appcore.definition.verdict import Rejected
from appcore.folding import fold
from models import elements as el
from models.elements import Element
from models.vocabulary import VOCABULARIES
from tests.change import books
from tests.definition import strategies

HERE = Path(__file__).parent
BODIES = Bodies({"gaj": "苍南县公安局", "mzj": "苍南县民政局"}, {"household-book": "居民户口簿"})
HOSTILE = ("  两边有空格 ", "=1+1", "＝HYPERLINK(1)", "-5", "00123", "330327190001010028", "1e5", "第一行\n第二行", "😀", "_x0041_", "#N/A", "原样:x", "\u200b藏")  # fmt: skip


def opened(raw: bytes, tmp_path: Path, name: str = "样例.xlsx", bodies: Bodies = BODIES, **more: Any) -> Book:
    path = tmp_path / "book"
    path.write_bytes(raw)
    return book.read(grids.read(path, name), bodies, more.get("catalogue", Catalogue("330327")), more.get("existing", lambda _code: None))  # fmt: skip


def told(found: Book) -> list[str]:
    """All faults as sentences."""
    return [str(one) for one in found.loose] + [
        str(it) for number in range(len(found.entries)) for it in found.faults_of(number)
    ]


def hashes(found: Book) -> list[bytes]:
    return [schema.write(schema.load(one.document)) for one in found.entries]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(drawn=st.lists(strategies.definitions().map(books.with_keys), min_size=1, max_size=2))
def test_any_definitions_come_back_from_a_workbook_byte_for_byte(tmp_path: Path, drawn: list[ItemDefinition]) -> None:
    drawn = [schema.load(schema.dump(one) | {"code": f"330327-{number:05d}"}) for number, one in enumerate(drawn, 1)]

    found = opened(books.workbook(drawn), tmp_path, bodies=Bodies())

    assert told(found) == []
    assert hashes(found) == [schema.write(one) for one in drawn]


def test_texts_that_a_spreadsheet_would_bend_come_back_as_they_are(tmp_path: Path) -> None:
    """R69: leading noughts, 18 digits, formulas, line breaks, emoji, blanks at the ends."""
    materials = tuple(Material(key=f"m{number}", name=text) for number, text in enumerate(HOSTILE))
    definition = ItemDefinition(code="330327-00001", name="样例", materials=materials)
    raw = books.workbook([definition])

    found = opened(raw, tmp_path)

    assert (told(found), hashes(found)) == ([], [schema.write(definition)])
    path = tmp_path / "formulas.xlsx"
    path.write_bytes(raw)
    texts = {one.text for one in plain_sheets.cells(path)}
    assert {"=1+1", "00123", "330327190001010028", "1e5"} <= texts


@pytest.mark.parametrize("make", ["xlsx", "utf-8", "utf-8-sig", "gb18030", "ods"])
def test_a_catalogue_comes_back_from_every_make_of_table(make: str, tmp_path: Path) -> None:
    """With columns in another order, blank rows, and a title above the headings."""
    definitions = [schema.load(one) for one in books.package(2, 3)["items"]]
    tables = books.sheets_of(books.workbook(definitions), tmp_path)
    for title, rows in tables.items():
        turned = [list(reversed(row)) for row in rows]
        tables[title] = [["苍南县事项清单"], *turned[:1], ["" for _ in rows[0]], *turned[1:]]
    raw = books.xlsx(tables) if make == "xlsx" else books.ods(tables) if make == "ods" else books.zipped(tables, make)

    found = opened(raw, tmp_path)

    assert (told(found), hashes(found)) == ([], [schema.write(one) for one in definitions])


def test_an_old_workbook_is_read_by_a_program_of_its_own(tmp_path: Path) -> None:
    found = opened((HERE / "items.xls").read_bytes(), tmp_path, "items.xls")

    (entry,) = found.entries
    assert told(found) == []
    assert entry.document["bases"][0]["effective_on"] == "2018-07-01"
    assert [one["name"] for one in entry.document["materials"]] == ["居民户口簿", "申请表"]
    assert [str(one) for one in found.found.notices] == [
        "工作表“材料”有1处合并单元格，每一格都按合并前第一格的内容读取"
    ]


def test_a_sheet_of_another_system_is_read_by_its_own_headings(tmp_path: Path) -> None:
    """Old headings and words, numbers of the exchange under its own names, dates as text, full-width digits, no codes, no keys."""
    tables = {
        "实施清单": [
            [
                "服务事项名称",
                "task_type",
                "事项类别说明",
                "实施机关",
                "承诺时限",
                "承诺时限单位",
                "办理对象",
                "use_level",
            ],
            ["夫妻投靠落户", "07", "x", "苍南县公安局", "５", "工作日", "个人、企业", "4"],
        ],
        "申请材料": [
            ["事项名称", "材料", "必要性", "原件数量"],
            ["夫妻投靠落户", "结婚证", "必须", "1"],
            ["夫妻投靠落户", "户口簿", "1", "１"],
        ],
        "设定依据": [["事项名称", "法律法规名称", "施行日期"], ["夫妻投靠落户", "户口登记条例", "1958年1月9日"]],
    }
    existing = ItemDefinition(
        code="330327-00007", name="夫妻投靠落户", materials=(Material(key="hukou", name="户口簿"),)
    )

    found = opened(
        books.xlsx(tables), tmp_path, catalogue=Catalogue("330327", {"330327-00007": "夫妻投靠落户"}), existing=lambda _code: existing
    )  # fmt: skip

    assert told(found) == []
    (document,) = [one.document for one in found.entries]
    assert document["code"] == "330327-00007"
    assert (document["task_type"], document["use_levels"], document["promised_days"]) == ("confirmation", ["county"], 5)
    assert document["service_objects"] == ["person", "company"]
    assert document["implementing_body"] == {"code": "gaj", "name": "苍南县公安局"}
    assert [one["key"] for one in document["materials"]] == ["jiehunzheng", "hukou"]
    assert {one["necessity"] for one in document["materials"]} == {"required"}
    assert document["bases"][0]["effective_on"] == "1958-01-09"
    assert "事项类别说明" in str(found.found.notices[0])


def test_a_new_item_gets_the_next_code_of_the_county_and_a_sound_one_is_kept(tmp_path: Path) -> None:
    tables = {"事项": [["事项编号", "事项名称"], ["", "甲"], ["330327-00500", "乙"], ["", "丙"]]}

    found = opened(books.xlsx(tables), tmp_path, catalogue=Catalogue("330327", {"330327-00041": "丁"}))

    assert [one.document["code"] for one in found.entries] == ["330327-00501", "330327-00500", "330327-00502"]


def test_a_main_item_without_content_is_what_others_stand_under(tmp_path: Path) -> None:
    tables = {
        "事项": [
            ["事项编号", "事项名称", "事项层级", "上级事项"],
            ["330327-00500", "户籍", "主项", ""],
            ["", "落户", "业务办理项", "户籍"],
        ]
    }

    found = opened(books.xlsx(tables), tmp_path)

    assert [one["code"] for one in found.branches] == ["330327-00500"]
    assert [(one.document["name"], one.identity["parent"]) for one in found.entries] == [("落户", "330327-00500")]


FAULTY: tuple[tuple[str, str, Any, str], ...] = (
    ("事项", "办件类型", "急件", "“急件”不在代码表里"),
    ("事项", "事项类型", "14", "各省的编号不一样，请写名称"),
    ("事项", "行使层级", "6", "各省的编号不一样，请写名称"),
    ("事项", "承诺办结时限", "五天", "应为整数。"),
    ("事项", "承诺办结时限", 1000, "应为0至999之间的整数"),
    ("事项", "是否收费", "看情况", "请填“是”或“否”。"),
    ("事项", "实施主体", "没有的局", "本县没有部门“没有的局”"),
    ("事项", "事项编号", "XK001", "应为6位数字、短横和5位数字"),
    ("事项", "领域", "长" * 51, "太长，上限是50"),
    ("事项", "一句话说明", "#REF!", "这一格是公式错误"),
    ("事项", "一句话说明", "左\u202e右", "含有无法保存的字符"),
    ("材料", "原件份数", -1, "应为0至99之间的整数"),
    ("材料", "标准材料", "没有的证", "材料库没有“没有的证”"),
    ("材料", "标识", "大写A", "应以小写字母开头"),
    ("材料", "适用条件", "如果结婚", "适用条件写成“名称=选项”"),
    ("材料", "事项编号", "330327-09999", "“事项”工作表里没有“330327-09999”"),
    ("依据", "实施日期", "2018-02-30", "没有这一天"),
    ("收费", "收费标准(元)", "12.345", "请填写金额，单位为元"),
    ("情形选项", "所属情形", "没有的问题", "这个事项没有“没有的问题”"),
)  # fmt: skip


def a_catalogue(count: int, tmp_path: Path) -> books.Sheets:
    """Sheets of items with a row in each table that the planted faults want."""
    made = books.package(count, 2)
    for one in made["items"]:
        one |= {
            "bases": [{"key": "b", "title": "样例条例", "effective_on": "2018-07-01"}], "fees": [{"key": "f", "name": "工本费", "amount_fen": 1000}],
            "questions": [{"key": "q", "text": "结婚了吗？", "kind": "choice", "choices": [{"key": "a", "label": "是的"}, {"key": "b", "label": "没有"}]}],
        }  # fmt: skip
    return books.sheets_of(books.workbook([schema.load(one) for one in made["items"]]), tmp_path)


def faults_of_all(found: Book) -> list[Any]:
    """What cells and schemas say against the items, each with its cell."""
    from appcore.change import reading

    said = reading.said_in(found)
    return [*said.loose, *(fault for row in said.rows for fault in (*row.faults, *row.kept_out))]


@pytest.mark.parametrize("count", [30, pytest.param(500, marks=pytest.mark.soak)])
def test_every_planted_fault_is_told_with_its_cell(count: int, tmp_path: Path) -> None:
    """One fault an item, of every kind in turn: each is found where it stands, and nothing else is."""
    tables = a_catalogue(count, tmp_path)
    planted = {}
    for number in range(count):
        title, heading, value, sentence = FAULTY[number % len(FAULTY)]
        rows = tables[title]
        column = rows[0].index(heading)
        row = 1 + number * ((len(rows) - 1) // count)
        rows[row][column] = f"XK{number:03d}" if value == "XK001" else value  # the same twice would be another fault
        planted[title, row, column] = sentence

    found = opened(books.xlsx(tables), tmp_path)

    faults = faults_of_all(found)
    titles = [one.title for one in found.found.grids]
    there = {(titles[one.cell[0]], one.cell[1], one.cell[2]): str(one.why) for one in faults}
    # An item whose code is unsound takes the rows of its parts with it.
    astray = [one for one in there if one not in planted]
    assert [there[one] for one in astray if "工作表里没有“330327-" not in there[one]] == []
    assert {one: there.get(one, "").startswith(sentence) for one, sentence in planted.items()} == dict.fromkeys(
        planted, True
    )


def test_a_code_that_stands_there_twice_says_where_the_rows_contradict_each_other(tmp_path: Path) -> None:
    """O10."""
    head = ["事项编号", "事项名称", "是否收费"]
    tables = {"事项": [head, ["330327-00001", "甲", "否"], ["330327-00001", "甲", "是"], ["330327-00002", "乙", "是"]]}

    found = opened(books.xlsx(tables), tmp_path)

    assert [one.row.doubled for one in found.entries] == [True, True, False]
    assert [(one.cell, str(one.why)) for one in found.faults_of(1)] == [
        ((0, 2, 2), "和第2行互相矛盾：那里是“否”"), ((0, 2, 0), "编号“330327-00001”出现了两次，另见第2行"),
    ]  # fmt: skip


def test_merged_cells_count_for_each_row_and_are_told(tmp_path: Path) -> None:
    tables = {
        "事项": [["事项编号", "事项名称"], ["330327-00001", "甲"]],
        "材料": [["事项编号", "材料名称"], ["330327-00001", "户口簿"], ["", "身份证"], ["", "照片"]],
    }

    found = opened(books.xlsx(tables, {"材料": ["A2:A4"]}), tmp_path)

    assert [one["name"] for one in found.entries[0].document["materials"]] == ["户口簿", "身份证", "照片"]
    assert "工作表“材料”有1处合并单元格" in str(found.found.notices[0])


def test_the_marked_workbook_shows_each_fault_and_comes_in_again(tmp_path: Path) -> None:
    tables = {
        "事项": [["事项编号", "事项名称", "办件类型"], ["330327-00001", "甲", "急件"], ["330327-00002", "乙", "即办件"]]
    }
    found = opened(books.xlsx(tables), tmp_path)
    target = io.BytesIO()

    marking.marked(target, found.found.grids, found.found.heads, faults_of_all(found))

    path = tmp_path / "marked.xlsx"
    path.write_bytes(target.getvalue())
    first, marked = grids.read(path, path.name)
    assert first.rows[1][:5] == ["事项", "2", "C", "办件类型", "急件"]
    assert marked.rows[1][:3] == tables["事项"][1]
    assert str(marked.rows[1][3]).startswith("“急件”不在代码表里")
    assert marked.rows[2][3] == ""
    assert len(opened(target.getvalue(), tmp_path).entries) == 2


def test_a_table_that_claims_more_than_it_holds_is_refused_before_it_is_built(tmp_path: Path) -> None:
    """A cell at the end of the sheet, and an .ods row repeated a million times (R59, R60)."""
    far = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(far, {"in_memory": True}) as made:
        made.add_worksheet("事项").write_string(1_048_575, 16_383, "x")
    repeated = books.ods({"事项": [["事项名称"], ["甲"]]})

    with pytest.raises(Rejected, match="表格太大"):
        opened(far.getvalue(), tmp_path)

    assert told(opened(repeated, tmp_path)) == []


@given(condition=strategies.conditions)
def test_conditions_come_back_from_their_text(condition: conditions.Condition) -> None:
    assert conditions.load(condition_text.read(condition_text.write(condition))) == condition


def test_a_simple_condition_reads_like_a_sentence() -> None:
    document = {"all": [{"of": "huji", "is": "nongye"}, {"of": "renkou", "at_least": 3}]}

    assert condition_text.write(conditions.load(document)) == "huji=nongye 且 renkou>=3"


@pytest.mark.parametrize(
    ("cell", "value"),
    [("2026年1月31日", "2026-01-31"), ("２０２６．１．３１", "2026-01-31"), ("20260131", "2026-01-31"), (20260131.0, "2026-01-31"), (date(2026, 1, 31), "2026-01-31")],
)  # fmt: skip
def test_dates_are_read_in_every_writing(cell: Any, value: str) -> None:
    assert cells.read(Element("on", "日期", "date"), cell, BODIES) == value


@pytest.mark.parametrize(
    ("cell", "fen"), [(12.5, 1250), ("12.50元", 1250), ("￥1,200", 120_000), ("不收费", 0), (0.1 + 0.2, None)]
)
def test_money_is_read_in_yuan(cell: Any, fen: int | None) -> None:
    element = Element("amount_fen", "金额", "fen")

    if fen is None:
        with pytest.raises(Rejected, match="最多两位小数"):
            cells.read(element, cell, BODIES)
    else:
        assert cells.read(element, cell, BODIES) == fen


def test_a_control_character_is_cleaned_and_not_stored() -> None:
    assert cells.read(Element("name", "名称"), "户\x07口\x00簿", BODIES) == "户口簿"


def test_the_words_of_others_mean_terms_of_our_lists_and_never_another_ones() -> None:
    for name, words in OTHER_WORDS.items():
        known = {fold(one.label): one.slug for one in VOCABULARIES[name]}
        assert set(words.values()) <= set(VOCABULARIES[name].slugs)
        assert {word for word, slug in words.items() if known.get(fold(word), slug) != slug} == set()


def test_each_table_has_its_headings_once_and_the_item_code_first() -> None:
    for table in layout.TABLES:
        labels = [one.label for one in table.columns]
        assert len(labels) == len(set(labels)), table.title
        assert labels[0] == "事项编号"
    assert [one.title for one in layout.TABLES] == [
        "事项", "别名", "依据", "条件", "情形", "情形选项", "材料", "收费", "减免", "流程", "特别程序", "表单", "表单选项", "结果", "常见问题",
    ]  # fmt: skip
    assert {kind.name for kind in el.PART_KINDS} == set(layout.BY_KIND)


def test_the_national_exchange_goes_out_with_its_numbers_and_comes_in_again(tmp_path: Path) -> None:
    made = books.package(1, 1)
    target = io.BytesIO()
    writing.exchange(target, made)
    tables = books.sheets_of(target.getvalue(), tmp_path)
    at = tables["事项"][0].index("task_type")

    found = opened(target.getvalue(), tmp_path)

    assert tables["事项"][1][at] == "07"
    assert hashes(found) == [schema.write(schema.load(one)) for one in made["items"]]


BENEFIT = {
    "code": "330327-00042", "catalog_code": "000511002000", "name": "临时救助", "task_type": "benefit", "use_levels": ["county", "town"],
    "implementing_body": {"code": "mzj", "name": "民政局"}, "has_fee": False, "promised_days": 3, "promised_unit": "working_days",
}  # fmt: skip


def exchanged(own: dict[tuple[str, str], str], scheme: str, directory: Path) -> dict[str, dict[str, Any]]:
    """The sheets of one item under a scheme: column to cell of the first row."""
    target = io.BytesIO()
    writing.exchange(target, {"items": [BENEFIT]}, own, scheme)
    tables = books.sheets_of(target.getvalue(), directory)
    return {name: dict(zip(rows[0], rows[1] if len(rows) > 1 else (), strict=False)) for name, rows in tables.items()}


def test_the_national_columns_have_the_national_names_and_digits(tmp_path: Path) -> None:
    row = exchanged({}, NATIONAL, tmp_path)["事项"]

    assert (row["task_name"], row["catalog_code"]) == ("临时救助", "000511002000")
    assert (row["task_type"], row["use_level"], row["dept_name"], row["is_fee"], row["promise_day"]) == ("05", "4^5", "民政局", "0", 3)  # fmt: skip


def test_the_countys_table_puts_columns_and_codes_right(tmp_path: Path) -> None:
    """Source: elements.md 1.4: some provinces number the types otherwise."""
    own = {("task_type", ""): "ql_kind", ("task_type", "行政给付"): "JF", ("has_fee", ""): "-"}

    row = exchanged(own, NATIONAL, tmp_path)["事项"]

    assert row["ql_kind"] == "JF"
    assert not {"task_type", "is_fee", "-"} & set(row)


def test_another_scheme_has_only_the_columns_that_the_table_names(tmp_path: Path) -> None:
    own = {("name", ""): "SXMC", ("task_type", "行政给付"): "JF"}

    assert exchanged(own, "zhejiang", tmp_path) == {"事项": {"SXMC": "临时救助"}}


def test_a_question_of_the_same_words_keeps_its_key_and_a_new_one_takes_none_that_was_given(tmp_path: Path) -> None:
    tables = {
        "事项": [["事项编号", "事项名称"], ["330327-00001", "甲"]],
        "情形": [
            ["事项编号", "问题", "问题类型"],
            ["330327-00001", "结婚了吗？", "是/否"],
            ["330327-00001", "户口在哪里？", "单选"],
        ],
    }
    old = ItemDefinition(
        code="330327-00001",
        questions=(Question(key="married", text="结婚了吗?"), Question(key="hukouzainali", text="别的")),
    )

    found = opened(books.xlsx(tables), tmp_path, existing=lambda _code: old)

    assert [one["key"] for one in found.entries[0].document["questions"]] == ["married", "hukouzainali_2"]


def test_merged_cells_that_lie_over_each_other_a_thousand_times_are_refused_and_not_filled(tmp_path: Path) -> None:
    """Five kilobytes of them would keep a worker busy for hours (R59)."""
    wide = books.xlsx({"事项": [["事项名称", *[""] * 99], *[["甲", *[""] * 98, "乙"]] * 60]})
    source, bomb = zipfile.ZipFile(io.BytesIO(wide)), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            ranges = b"<mergeCells>" + b'<mergeCell ref="A2:CV61"/>' * 1000 + b"</mergeCells>"
            content = source.read(name)
            made.writestr(
                name, content.replace(b"</sheetData>", b"</sheetData>" + ranges) if "worksheets/" in name else content
            )

    with pytest.raises(Rejected, match="表格内容太多"):
        opened(bomb.getvalue(), tmp_path)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"a" + b"," * 2_000_001, "表格内容太多"),
        (b"\n" * 2_000_001, "表格内容太多"),
        (b"\r" * 2_000_001, "表格内容太多"),
        (b"a\n" * 60_001, "表格太大"),
        (b"a" + b"," * 200, "表格太大"),
    ],
    ids=["commas", "line ends", "returns", "rows", "columns"],
)
def test_a_text_of_nothing_but_separators_is_refused_before_its_cells_are_built(
    tmp_path: Path, raw: bytes, why: str
) -> None:
    """Nineteen megabytes of line ends took two gigabytes and a half (R59, R60)."""
    path = tmp_path / "empty.csv"
    path.write_bytes(raw)

    with pytest.raises(Rejected, match=why):
        grids.read(path, path.name)


def test_markup_of_more_elements_than_a_workbook_has_cells_is_refused_before_a_tree_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An .ods of one megabyte made a tree of twenty-four million elements, of two gigabytes and a half (R59)."""
    monkeypatch.setattr(open_document, "MOST_ELEMENTS", 20)

    with pytest.raises(Rejected, match="表格内容太多"):
        opened(books.ods({"事项": [["事项名称", "一句话说明"]] * 10}), tmp_path)


def test_merged_cells_of_an_open_document_count_for_each_row(tmp_path: Path) -> None:
    raw = books.ods({"材料": [["事项编号", "材料名称"], ["330327-00001", "甲"], ["", "乙"], ["", "丙"]]})
    source, merged = zipfile.ZipFile(io.BytesIO(raw)), io.BytesIO()
    with zipfile.ZipFile(merged, "w") as made:
        for name in source.namelist():
            content = source.read(name).decode()
            at = content.find("330327-00001")
            cell = content.rfind("<table:table-cell", 0, at)
            whole = (
                content[: cell + 17] + ' table:number-rows-spanned="3"' + content[cell + 17 :] if at > 0 else content
            )
            made.writestr(name, whole)
    path = tmp_path / "merged.ods"
    path.write_bytes(merged.getvalue())

    (grid,) = grids.read(path, path.name)

    assert [row[0] for row in grid.rows[1:]] == ["330327-00001"] * 3


def test_a_name_that_two_items_of_the_county_have_is_nobodys_until_its_code_is_written(tmp_path: Path) -> None:
    here = Catalogue("330327", {"330327-00003": "甲", "330327-00007": "甲", "330327-00009": "乙"})

    found = opened(books.xlsx({"事项": [["事项名称"], ["甲"], ["乙"]]}), tmp_path, catalogue=here)

    assert [str(one.why) for one in found.faults_of(0)] == ["本县有2个事项都叫“甲”，请写事项编号"]
    assert not found.faults_of(1)
    assert found.entries[1].document["code"] == "330327-00009"


@pytest.mark.parametrize("said", ["承诺件", "promised", "ＰＲＯＭＩＳＥＤ"])
def test_a_code_is_read_by_its_word_and_by_its_own_name(said: str) -> None:
    element = next(one for one in el.EDITION_ELEMENTS if one.name == "case_type")

    assert cells.read(element, said, Bodies()) == "promised"


ASKING = {
    "code": "330327-00001", "name": "落户",
    "questions": [
        {"key": "from", "text": "户口从哪里迁来？", "kind": "choice", "choices": [{"key": "here", "label": "本县"}, {"key": "out", "label": "外省"}]},
        {"key": "child", "text": "有孩子随迁吗？", "kind": "yes_no"},
    ],
    "fields": [
        {"key": "people", "label": "人数", "kind": "integer"}, {"key": "kin", "label": "家庭成员", "kind": "table"},
        {"key": "who", "label": "姓名", "kind": "person_name", "within": "kin"},
    ],
    "fees": [{"key": "f", "name": "工本费", "amount_fen": 500, "quantity": "people"}],
    "bases": [{"key": "b", "title": "条例", "document": {"code": "330327/2003-01", "name": "关于收费的通知（试行）"}}],
    "materials": [
        {"key": "m", "name": "迁移证", "condition": {"all": [
            {"of": "from", "one_of": ["out"]}, {"any": [{"of": "child", "is": True}, {"of": "people", "at_least": 3}]}]}},
        {"key": "n", "name": "\u200b怪名", "condition": {"all": [{"of": "elsewhere", "is": "x y"}]}},
    ],
}  # fmt: skip


def test_an_export_says_the_names_that_people_know_and_comes_in_again(tmp_path: Path) -> None:
    """Questions, answers, fields, kinds of fields and documents by their words; nothing with numbers of characters where it can be read."""
    definition = schema.load(ASKING)

    raw = books.workbook([definition])
    found = opened(raw, tmp_path)

    assert (told(found), hashes(found)) == ([], [schema.write(definition)])
    tables = books.sheets_of(raw, tmp_path)
    said = {cell for rows in tables.values() for row in rows[1:] for cell in row if isinstance(cell, str)}
    assert "“户口从哪里迁来？” 属于 “外省” 且 （“有孩子随迁吗？”=是 或 “人数”>=3）" in said
    assert {"整数", "关于收费的通知（试行）（330327/2003-01）", "人数", "家庭成员", "户口从哪里迁来？"} <= said
    assert [one for one in said if "\\u" in one or one.startswith("原样")] == []


@pytest.mark.parametrize(
    ("typed", "document"),
    [
        ("户口从哪里迁来=外省", {"all": [{"of": "from", "is": "out"}]}), ("from=out 或 人数≥3", {"any": [{"of": "from", "is": "out"}, {"of": "people", "at_least": 3}]}),
        ('"人数">=3且（child=是）', {"all": [{"of": "people", "at_least": 3}, {"all": [{"of": "child", "is": True}]}]}),
        ("“人数”已填", {"all": [{"of": "people", "filled": True}]}),
    ],
)  # fmt: skip
def test_a_condition_is_read_as_people_type_it(typed: str, document: dict[str, Any]) -> None:
    assert condition_text.settled(condition_text.read(typed), asked.of(ASKING)) == document


@pytest.mark.parametrize(
    ("typed", "why"),
    [("“民族”=汉", "这个事项没有叫“民族”的情形问题或字段"), ("“户口从哪里迁来？”=国外", "“户口从哪里迁来？”没有“国外”这个选项"), ("人数>=3 且 (child=是", "适用条件写成")],
)  # fmt: skip
def test_a_name_that_means_nothing_is_told_with_its_cell(typed: str, why: str, tmp_path: Path) -> None:
    tables = books.sheets_of(books.workbook([schema.load(ASKING)]), tmp_path)
    column = tables["材料"][0].index("适用条件")
    tables["材料"][1][column] = typed

    found = opened(books.xlsx(tables), tmp_path)

    ((cell, said),) = [(one.cell, str(one.why)) for one in found.faults_of(0)]
    titles = [one.title for one in found.found.grids]
    assert cell == (titles.index("材料"), 1, column)
    assert said.startswith(why)


@pytest.mark.parametrize("scheme", [NATIONAL, "zhejiang"])
def test_the_columns_and_codes_of_the_countys_exchange_table_are_known_when_they_come_in(
    scheme: str, tmp_path: Path
) -> None:
    """Source: elements.md 1.4; what goes out under a scheme comes in under it."""
    own = {
        ("name", ""): "SXMC", ("code", ""): "SXBM", ("task_type", ""): "ql_kind", ("task_type", "行政给付"): "JF",
        ("task_type", "行政确认"): "05", ("use_levels", ""): "XSCJ", ("use_levels", "县级"): "X", ("has_fee", ""): "-",
    }  # fmt: skip
    target = io.BytesIO()
    writing.exchange(target, {"items": [BENEFIT]}, own, scheme)
    path = tmp_path / "book.xlsx"
    path.write_bytes(target.getvalue())

    found = book.read(
        grids.read(path, path.name),
        Bodies({"mzj": "民政局"}),
        Catalogue("330327"),
        lambda _code: None,
        {NATIONAL: {}, scheme: own},
    )

    (document,) = [one.document for one in found.entries]
    assert told(found) == []
    assert {name: document[name] for name in ("code", "name", "task_type", "use_levels")} == {
        name: BENEFIT[name] for name in ("code", "name", "task_type", "use_levels")
    }


def test_it_is_said_of_each_sheet_whether_it_was_read_and_why_not(tmp_path: Path) -> None:
    tables = {
        "事项": [["事项名称"], ["甲"], ["乙"]],
        "材料": [["事项名称", "材料名称"]],
        "电话": [["姓名", "号码"], ["丙", "1"]],
        "说明": [["x"]],
    }

    found = opened(books.xlsx(tables), tmp_path)

    assert [(one.title, one.rows, str(one.why or "")) for one in found.found.sheets] == [
        ("事项", 2, ""), ("材料", 0, ""), ("电话", 0, "认不出是哪一类内容：表名不是模板里的，标题里也没有模板里的列"), ("说明", 0, "只供查看，不读"),
    ]  # fmt: skip
