"""The checker of the catalogues is seen failing on each kind of fault that it exists for."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from models import elements
from tests.architecture import catalogues


def catalogue(**sentences: str) -> Catalog:
    made = Catalog(locale="en", fuzzy=False)
    for chinese, english in sentences.items():
        made.add(chinese, english)
    return made


def test_a_complete_catalogue_has_no_fault() -> None:
    wanted = catalogue(窗口="", 事项="")

    found = catalogues.faults(catalogue(窗口="Window", 事项="Item"), wanted)

    assert found == []


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (catalogue(窗口="Window"), "missing: 事项"),
        (catalogue(窗口="Window", 事项=""), "empty: 事项"),
        (catalogue(窗口="Window", 事项="Item", 旧句="Old"), "obsolete: 旧句"),
    ],
)
def test_a_fault_is_named_with_its_sentence(there: Catalog, said: str) -> None:
    found = catalogues.faults(there, catalogue(窗口="", 事项=""))

    assert found == [said]


def test_a_fuzzy_translation_does_not_count() -> None:
    there = Catalog(locale="en", fuzzy=False)
    there.add("窗口", "Window", flags={"fuzzy"})

    assert catalogues.faults(there, catalogue(窗口="")) == ["fuzzy: 窗口"]


def test_a_placeholder_may_not_be_lost_in_translation() -> None:
    there = Catalog(locale="en", fuzzy=False)
    there.add("共 %(count)s 件", "All of them")

    assert catalogues.faults(there, there) == ["placeholders differ: 共 %(count)s 件"]


def test_the_words_of_every_element_of_every_part_are_listed() -> None:
    """A part keeps its elements to itself: a look at the tuples of elements alone passes them over."""
    said = {words for _file, words in catalogues.listed()}

    for kind in elements.PART_KINDS:
        assert kind.label in said
        assert {one.label for one in kind.elements} | {one.help for one in kind.elements if one.help} <= said


def test_sentences_are_found_in_code_templates_and_labels(tmp_path: Path) -> None:
    for folder in ("models", "appcore", "views/templates", "seeds"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "models/window.py").write_text('label("窗口编号", help="窗口编号的说明")')
    (tmp_path / "appcore/intake.py").write_text('raise errors.Refused("补齐后再受理", field="materials")')
    (tmp_path / "views/page.py").write_text('_("保存成功"); print("不是句子")')
    (tmp_path / "views/templates/page.html").write_text("<h1>{{ _('办事指南') }}</h1>{% trans %}共找到{% endtrans %}")

    found = {message.id for message in catalogues.template(tmp_path) if message.id}

    assert {"窗口编号", "窗口编号的说明", "补齐后再受理", "保存成功", "办事指南", "共找到"} <= found
    assert "不是句子" not in found
