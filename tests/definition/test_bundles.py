"""一件事: papers and questions of several items without doubles."""

from __future__ import annotations

from appcore.definition import bundles
from appcore.definition.bundles import BundleDefinition, BundledItem, answers_for, shared_questions, union
from appcore.definition.checklist import checklist
from appcore.definition.conditions import load
from appcore.definition.item import Choice, ItemDefinition, Material, Question, Ref

BOOK = Ref("hukoubu", "居民户口簿")


def item(code: str, name: str, *materials: Material, questions: tuple[Question, ...] = ()) -> ItemDefinition:
    return ItemDefinition(code=code, name=name, materials=materials, questions=questions)


def united(*definitions: ItemDefinition) -> list[tuple[str, tuple[str, ...]]]:
    rows = union([(one, checklist(one, {})) for one in definitions])
    return [(one.row.part.name, one.wanted_by) for one in rows]


def test_the_same_standard_paper_stands_once_and_says_who_wants_it() -> None:
    first = item(
        "a", "出生登记", Material(key="m1", paper=BOOK, name="户口簿"), Material(key="m2", name="出生医学证明")
    )
    second = item("b", "医保参保", Material(key="m9", paper=BOOK, name="居民户口簿原件"))

    assert united(first, second) == [("户口簿", ("出生登记", "医保参保")), ("出生医学证明", ("出生登记",))]


def test_papers_without_a_library_entry_are_one_when_their_folded_names_are() -> None:
    first, second = (item(code, code, Material(key="m", name=name)) for code, name in (("a", "结婚证（原件）"), ("b", "结婚证(原件)")))  # fmt: skip

    assert united(first, second) == [("结婚证（原件）", ("a", "b"))]


def test_a_shared_paper_is_wanted_as_the_strictest_item_wants_it() -> None:
    easy = item("a", "甲", Material(key="m", paper=BOOK, name="户口簿", originals=0, copies=2, material_type="copy", necessity="deferrable", exempt=True))  # fmt: skip
    strict = item("b", "乙", Material(key="m", paper=BOOK, name="户口簿", originals=1, copies=1, material_type="original", necessity="required"))  # fmt: skip
    half = item("c", "丙", Material(key="m", paper=BOOK, name="户口簿", copies=3, material_type="copy", necessity="optional"))  # fmt: skip

    (paper,) = union([(one, checklist(one, {})) for one in (easy, strict, half)])
    found = paper.row.part

    assert (found.originals, found.copies, found.material_type, found.necessity, found.exempt) == (1, 3, "both", "required", None)  # fmt: skip


def test_a_paper_is_spared_only_when_every_item_spares_it() -> None:
    spared = [item(code, code, Material(key="m", paper=BOOK, name="户口簿", exempt=True)) for code in "ab"]

    (paper,) = union([(one, checklist(one, {})) for one in spared])

    assert paper.row.part.exempt is True


def test_a_paper_that_one_item_needs_in_any_case_is_needed() -> None:
    only_if = load({"all": [{"of": "q", "is": "yes"}]})
    asked = Question(key="q", text="结过婚吗", kind="yes_no")
    first = item("a", "甲", Material(key="m", paper=BOOK, name="户口簿", condition=only_if), questions=(asked,))
    second = item("b", "乙", Material(key="m", paper=BOOK, name="户口簿"))

    alone, both = (
        union([(one, checklist(one, {})) for one in some])[0].row.state for some in ([first], [first, second])
    )

    assert (alone, both) == ("depends", "needed")


def test_a_question_that_two_items_ask_in_the_same_words_is_asked_once_and_answered_to_both() -> None:
    first = Question(key="q1", text="由谁来办？", kind="choice", choices=(Choice(key="self", label="本人"), Choice(key="agent", label="代理人")))  # fmt: skip
    second = Question(key="who", text="由谁来办", kind="choice", choices=(Choice(key="own", label="本人"), Choice(key="other", label="代理人")))  # fmt: skip
    other = Question(key="who", text="由谁来领", kind="choice", choices=second.choices)
    definitions = [
        item("a", "甲", questions=(first,)),
        item("b", "乙", questions=(second,)),
        item("c", "丙", questions=(other,)),
    ]

    shared = shared_questions(definitions)

    assert [one.name for one in shared] == ["a.q1", "c.who"]
    assert answers_for("b", shared, {"a.q1": "agent", "c.who": "own"}) == {"who": "other"}
    assert answers_for("c", shared, {"a.q1": "agent", "c.who": "own"}) == {"who": "own"}


def test_what_is_written_of_a_bundle_reads_back_the_same() -> None:
    asked = Question(key="house", text="要不要入户", kind="choice", choices=(Choice(key="c1", label="要"),))
    made = BundleDefinition(
        code="chusheng", name="孩子出生一件事", guide="先办出生登记。", questions=(asked,),
        items=(BundledItem("330327-00001", "先办"), BundledItem("330327-00002", condition=load({"all": [{"of": "house", "is": "c1"}]}))),
    )  # fmt: skip

    assert bundles.read(bundles.write(made)) == made
    assert [needed for _one, needed in made.wanted({})] == [True, None]
    assert [needed for _one, needed in made.wanted({"house": None})] == [True, False]
