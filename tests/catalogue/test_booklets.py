"""Booklets: what they say, whose values they show, what they leave behind, and that both papers say the same."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select

from appcore import clock, records, work
from appcore.access.files import store
from appcore.access.principal import System, acting_as
from appcore.catalogue import item_state
from appcore.catalogue.booklets import choosing, making, reading
from appcore.catalogue.booklets.choosing import Choice, Chosen
from appcore.catalogue.booklets.content import KINDS, Order, content
from appcore.catalogue.booklets.making import Wanted
from appcore.catalogue.booklets.model import Content, Entry, Table, lines_of
from appcore.catalogue.booklets.model import Facts as FormFacts
from appcore.catalogue.local import delegations, offers
from appcore.catalogue.local.delegations import Facts
from appcore.catalogue.local.wanted import Ground, Local
from appcore.definition.item import Faq
from appcore.errors import Conflict, Refused
from appcore.transaction import unit_of_work
from models.booklet import Booklet
from models.db import db, house_session
from models.file import PrintRun
from models.item import Edition, Item
from models.offer import Offer
from models.vocabulary import BOOKLET_KIND
from seeds import small
from tests.acting import Acting
from tests.definition.sound import sound
from tests.people import LINGXI_HALL, QIANKU_HALL
from views.booklets import pdf, printing, word

TODAY = date(2026, 11, 23)
HOSTILE = '<script>alert(1)</script>&<img src="http://198.51.100.7/x.png">\x00\x0b\u202e坏'
SEEN = '<script>alert(1)</script>&<img src="http://198.51.100.7/x.png">坏'


def entry(name: str, code: str = "330327-00001", department: str = "样例局", **changes: object) -> Entry:
    definition = replace(sound(), name=name, code=code, **changes)  # type: ignore[arg-type]
    return Entry(definition, 3, date(2026, 1, 2), department=department)


def made(kind: str, *entries: Entry, by: str = "department") -> Content:
    order = Order(kind, f"样例{kind}", "全部", by, "苍南县", "县审管办", TODAY, "https://guide.example")
    return content(order, entries)


def pair() -> tuple[Entry, Entry, Entry]:
    return (
        entry("甲事项", "330327-00001", "甲局"),
        entry("乙事项", "330327-00002", "甲局", faqs=tuple(Faq(key=f"q{n}", question="问" * 40, answer="答" * 400) for n in range(6))),
        entry(f"丙{HOSTILE}", "330327-00003", "乙局"),
    )  # fmt: skip


@pytest.mark.parametrize("kind", BOOKLET_KIND.slugs)
def test_every_kind_names_each_of_its_items_once(kind: str) -> None:
    given = [entry("甲事项", delegation_paper="样例文件", agent_allowed="all"), entry("乙事项", "330327-00002", delegation_paper="样例文件", agent_allowed="no")]  # fmt: skip

    found = made(kind, *given)

    if KINDS[kind].layout == "lists":
        rows = [row for one in found.sections for block in one.blocks if isinstance(block, Table) for row in block.rows]
        assert sorted(row[1] for row in rows) == ["乙事项", "甲事项"]
    else:
        assert [one.title for one in found.sections] == ["甲事项", "乙事项"]
        assert all("第3版" in one.mark and "2026年1月2日" in one.mark for one in found.sections)


def test_items_that_do_not_belong_into_a_kind_are_left_out() -> None:
    unsaid, own = entry("甲", agent_allowed=None), entry("乙", steps=())

    assert made("agents", unsaid).sections[0].title == "代办事项表"
    assert made("flow", own).sections == ()
    assert made("handed_down", entry("丙")).sections == ()


def test_short_facts_stand_two_in_a_line_and_a_wide_one_alone() -> None:
    rows = (("甲", "1"), ("乙", "2"), ("丙", "3"), ("丁", "4"))

    assert lines_of(FormFacts(rows, frozenset({"乙"}))) == [[("甲", "1"), ("丙", "3")], [("乙", "2")], [("丁", "4")]]


def test_the_pdf_has_each_item_once_and_true_pages_in_its_contents(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names are shown as they stand, characters that no paper holds are gone, and nothing was fetched (the network is off)."""
    told: list[int] = []
    monkeypatch.setattr(pdf, "PORTION", 1)

    with app.app_context():
        done = pdf.render(made("compendium", *pair()), tmp_path / "made.pdf", told.append)

    read = PdfReader(done.path)
    texts = [one.extract_text() for one in read.pages]
    names = ["甲事项", "乙事项", "丙<script>"]
    begins = {name: next(n for n, text in enumerate(texts) if n > 1 and f"{name}" in text and "330327-" in text) for name in names}  # fmt: skip
    contents = "".join(texts[1].split())
    for name, whole in zip(names, ["甲事项", "乙事项", "丙" + "".join(SEEN.split())], strict=True):
        assert contents.count(f"{whole}{begins[name] - 1}") == 1
        assert f"第 {begins[name] - 1} 页" in texts[begins[name]]
    assert SEEN.replace(" ", "") in "".join(texts).replace(" ", "").replace("\n", "")
    assert [read.get_destination_page_number(one) for one in _leaves(read.outline)] == list(begins.values())  # type: ignore[arg-type]
    assert [text.count("甲局") for text in texts[1:]].count(1) == 2  # in the contents, and where the chapter begins
    links = [one.get_object() for one in read.pages[1]["/Annots"]]  # type: ignore[attr-defined]
    assert len(links) == 5
    assert (done.pages, told, read.trailer["/Root"]["/Lang"]) == (len(texts), [1, 2, 3], "zh-CN")  # type: ignore[index]


def _leaves(outline: list[object]) -> list[object]:
    return [leaf for one in outline if isinstance(one, list) for leaf in one]


def test_a_card_is_set_closer_until_it_is_one_page(app: Flask, tmp_path: Path) -> None:
    long = entry(
        "长事项", materials=tuple(replace(sound().materials[0], key=f"m{n}", note="注意" * 30) for n in range(11))
    )

    with app.app_context():
        done = pdf.render(
            made("card", long, entry("短事项", "330327-00002")), tmp_path / "made.pdf", lambda _items: None
        )

    assert done.pages == 2


def test_the_word_file_has_headings_a_field_of_contents_and_tables(tmp_path: Path) -> None:
    done = word.render(made("compendium", *pair()), tmp_path / "made.docx", lambda _items: None)

    read = Document(str(done.path))
    headings = [(one.style.name, one.text) for one in read.paragraphs if one.style and one.style.name.startswith("Heading")]  # fmt: skip
    assert [text for style, text in headings if style == "Heading 1"] == ["甲局", "乙局"]
    assert [text for style, text in headings if style == "Heading 2"] == ["甲事项", "乙事项", f"丙{SEEN}"]
    assert any("TOC" in (one.text or "") for one in read.element.iter() if one.tag.endswith("instrText"))
    assert any(table.cell(0, 1).text == "材料名称" for table in read.tables)
    assert 'w:eastAsia="宋体"' in read.styles.element.xml


def plan_of(code: str) -> Any:
    return db.session.scalars(select(Booklet.plan).where(Booklet.code == code)).one()


def test_a_halls_booklet_is_made_of_its_own_values_and_leaves_print_runs(acting: Acting) -> None:
    with acting("lingxi_admin"):
        query = select(Offer).where(Offer.item_code == small.PROMISED, Offer.hall_code == LINGXI_HALL)
        offer = db.session.scalars(query).one()
        local = Local(
            {"promised_days": 3}, {"promised_days": Ground("样例理由")}, offers.settings_of(house_session(), offer)
        )
        offers.save(offer.id, local, version=offer.version)
        code, size = making.ask(Wanted("times", "docx", Choice("hall", LINGXI_HALL), "code", copies=40))
        assert size.at_once
        making.make(code, printing.RENDERERS["docx"])
        row = db.session.scalars(select(Booklet).where(Booklet.code == code)).one()
        held = reading.file_of(house_session(), row)
        read = Document(io.BytesIO(store.path_of(held.sha256).read_bytes()))
        runs = db.session.execute(
            select(func.count(), func.sum(PrintRun.copies)).where(PrintRun.print_code == code)
        ).one()

    assert (row.state, row.items) == ("done", 3)
    assert "灵溪" in row.title
    assert [one.text for one in read.tables[0].columns[4].cells][1:] == ["3个工作日", "30个自然日", "当场办结"]
    assert [one.text for one in read.tables[0].columns[6].cells][1] == "01号窗口（户籍）"
    assert tuple(runs) == (3, 120)
    with acting("qianku_admin"):
        assert reading.listed(house_session()) == []
    with acting("county_editor"):
        assert [one.code for one in reading.listed(house_session())] == [code]


def test_what_waits_is_made_by_the_worker_and_only_once(app: Flask, acting: Acting) -> None:
    with acting("county_editor"):
        code, _size = making.ask(Wanted("agents", "docx", Choice("items", lines=f"{small.PROMISED}\n\n"), "code"))

    with app.app_context():
        job = next(one for one in work.jobs(app) if one.name == "booklets")
        with acting_as(System("booklets")):
            assert (job.run(), job.run()) == (1, 0)
    with acting("county_editor"):
        assert db.session.scalars(select(Booklet.state)).one() == "done"
        with pytest.raises(Conflict):
            making.make(code, printing.RENDERERS["docx"])


def test_only_what_is_in_force_goes_in(acting: Acting) -> None:
    with acting("county_editor"):
        code, _size = making.ask(Wanted("card", "docx", Choice("all"), "code"))
        held = {one["item"]: one["hash"] for one in plan_of(code)["entries"]}
        published = dict(db.session.execute(select(Edition.item_code, Edition.definition_hash).where(Edition.state == "published")).all())  # fmt: skip
        with pytest.raises(Refused) as unknown:
            making.ask(Wanted("card", "docx", Choice("items", lines="没有的事项"), "code"))

    assert held == published
    assert "没有的事项" in str(unknown.value.fields["lines"].params)


def test_the_handbook_of_what_is_handed_down_names_both_sides_duties(acting: Acting) -> None:
    with acting("county_editor"):
        batch = delegations.begin(Facts("样例批次", "delegated", TODAY, paper="样例文件"))
        delegations.add(batch, [small.PROMISED], [LINGXI_HALL, QIANKU_HALL], version=1)
        delegations.set_duties(batch, {"county": ["培训和指导"], "town": ["按标准办理"]}, version=2)
        delegations.set_handover(batch, small.PROMISED, ["办事指南"], version=3)
    with acting("county_reviewer"):
        delegations.issue(batch, version=4)
    with acting("lingxi_admin"):
        code, size = making.ask(Wanted("handed_down", "docx", Choice("hall", LINGXI_HALL), "code"))
        entries = plan_of(code)["entries"]

    handed = entries[0]["handed"][0]
    assert size.items == len(entries)
    assert (handed["county"], handed["town"], handed["handover"]) == (["培训和指导"], ["按标准办理"], ["办事指南"])


def test_the_page_counts_makes_and_gives_out(
    app: Flask, sign_in: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("county_editor")
    form = {"kind": "times", "scope": "window", "window": "户籍", "order_by": "code", "format": "docx", "copies": "5"}

    counted = client.post("/console/catalogue/booklets/new", data=form | {"act": "count"})
    wrong = client.post("/console/catalogue/booklets/new", data=form | {"window": "", "copies": "0", "act": "make"})
    done = client.post("/console/catalogue/booklets/new", data=form | {"act": "make"})
    page = client.get("/console/catalogue/booklets").get_data(as_text=True)
    address = page.split('href="/console/catalogue/booklets/')[2].split('"')[0]
    given = client.get(f"/console/catalogue/booklets/{address}")

    assert "户籍：3项，约1页" in counted.get_data(as_text=True)
    assert wrong.status_code == 422
    assert done.status_code == 302
    assert given.status_code == 200
    assert given.data.startswith(b"PK")
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    without = client.post("/console/catalogue/booklets/new", data=form | {"format": "pdf", "act": "make"})
    assert without.status_code == 503
    assert "排版组件" in without.get_data(as_text=True)


def test_a_booklet_holds_what_is_in_use_on_its_day(app: Flask, acting: Acting) -> None:
    """What ends tomorrow and what was paused until yesterday is in use; the column alone says otherwise."""
    today = clock.local_today()
    with acting():
        item_state.cancel(small.INSTANT, "不办了", today + timedelta(days=1))
        item_state.pause(small.NATURAL, "系统升级", today, None)
        row = db.session.scalars(select(Item).where(Item.code == small.PROMISED)).one()
        with unit_of_work() as session:
            records.alter(
                session, session.get_one(Item, row.id), {"state": "paused", "state_until": today - timedelta(days=1)}
            )

        chosen = choosing.choose(house_session(), Choice("all"))

    assert [one.code for one in chosen.items] == [small.PROMISED, small.INSTANT]


def test_a_halls_booklet_holds_what_it_offers_today(acting: Acting) -> None:
    today = clock.local_today()
    with acting():
        mine = select(Offer).where(Offer.hall_code == LINGXI_HALL).order_by(Offer.item_code)
        ended, coming, kept = db.session.scalars(mine).all()
        with unit_of_work() as session:
            for one, days in (
                (ended, {"valid_to": today - timedelta(days=1)}), (coming, {"valid_from": today + timedelta(days=1)}), (kept, {"valid_from": today, "valid_to": today}),
            ):  # fmt: skip
                records.alter(session, session.get_one(Offer, one.id), days)

        chosen = choosing.choose(house_session(), Choice("hall", LINGXI_HALL))

        assert [one.code for one in chosen.items] == [kept.item_code]


def test_chapters_stand_in_the_order_of_windows_and_what_has_none_comes_last() -> None:
    def one(code: str, kind: str, order: int) -> Chosen:
        return Chosen(code, 1, "", TODAY, False, "", "", kind, order)

    given = [one("1", "", 0), one("2", "乙窗口", 2), one("3", "甲窗口", 1), one("4", "乙窗口", 2)]

    assert [it.code for it in choosing.ordered(given, "window")] == ["3", "2", "4", "1"]
