"""Searches without an answer: what is kept of them, and how one becomes an alias that answers (decisions 32)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from appcore import clock, records
from appcore.catalogue import item_use, miss_counts, search_misses
from appcore.catalogue.keepable import keepable
from appcore.catalogue.whole_catalogue import whole_catalogue
from appcore.errors import NotFound, Refused
from appcore.transaction import short_write
from models.audit import AuditEntry
from models.db import db, house_session
from models.item import ItemAlias
from models.search import ItemUse, SearchMiss, Synonym
from seeds import small
from tests import page
from tests.acting import Acting
from tests.world import LINGXI

EDITOR = "county_editor"
PAGE = "/console/catalogue/misses"
SignIn = Callable[[str], FlaskClient]


def unknown(_pair: str) -> bool:
    return False


def rows() -> list[tuple[str, str, str, int, str]]:
    db.session.rollback()
    found = db.session.scalars(select(SearchMiss).order_by(SearchMiss.surface, SearchMiss.term))
    return [(one.term, one.surface, one.hall, one.times, one.state) for one in found]


def found(query: str) -> list[str]:
    return [one.item.code for one in whole_catalogue().find(query, 3) if one.is_sure]


def miss(query: str, times: int = 1) -> int:
    for _time in range(times):
        miss_counts.note(query, "console")
    db.session.rollback()  # what was written beside this session is seen by a new read
    return db.session.scalars(select(SearchMiss.id).order_by(SearchMiss.id.desc())).first() or 0


@pytest.mark.parametrize(
    "query",
    [
        "330327199001011234", "13800001111", "沪A12345", "户 13800001111", "ABCDEFG1", "zhangsan", "张三", "林志强", "欧阳修远",
        "张三的身份证", "我叫李四", "王小明先生", "户", "", "…", "很" * 31, "王小明离婚", "低保李雷", "帮欧阳修远迁户口", "李雷 残疾证",
        "一三八五七七七六六六六", "房东电话 壹叁捌壹壹",
    ],
)  # fmt: skip
def test_numbers_names_letters_and_bits_are_not_kept(query: str) -> None:
    assert keepable(query, unknown) == ""


def test_a_word_of_the_catalogue_is_no_name_although_it_begins_like_one() -> None:
    assert keepable("高龄卡", lambda pair: pair == "高龄") == "高龄卡"
    assert keepable("高龄卡", unknown) == ""


@pytest.mark.parametrize("query", ["潜水许可", "怎么付款", "高中转学", "火星移民"])
def test_an_everyday_word_that_begins_like_a_surname_names_nobody(query: str) -> None:
    assert keepable(query, unknown) == query


@given(st.text(max_size=40), st.text("0123456789", min_size=4, max_size=18), st.text(max_size=10))
def test_nothing_with_a_long_number_in_it_is_ever_kept(before: str, number: str, behind: str) -> None:
    assert keepable(before + number + behind, unknown) == ""


def test_a_term_is_counted_by_surface_and_hall_and_folded(acting: Acting) -> None:
    with acting(EDITOR):
        for query, surface, hall in (
            ("火星 移民！", "console", ""),
            ("火星移民", "console", ""),
            ("火星移民", "counter", LINGXI),
        ):
            miss_counts.note(query, surface, hall)

        assert rows() == [("火星移民", "console", "", 2, "open"), ("火星移民", "counter", LINGXI, 1, "open")]
        assert [(one.term, one.times, one.surfaces) for one in search_misses.waiting(house_session())] == [
            ("火星移民", 3, ("console", "counter"))
        ]


def test_what_the_console_and_a_counter_search_for_in_vain_is_counted_and_no_more(
    app: Flask, sign_in: SignIn, acting: Acting
) -> None:
    clerk = sign_in("lingxi_clerk")

    for query in ("火星移民", "临时居民身份证", "林志强"):
        clerk.post("/console/search", data={"q": query})
        clerk.get(f"/console/casework/intake?q={query}")

    with acting(EDITOR):
        assert rows() == [("火星移民", "console", "", 1, "open"), ("火星移民", "counter", LINGXI, 1, "open")]


def test_one_press_makes_a_term_an_alias_and_the_search_succeeds(sign_in: SignIn, acting: Acting) -> None:
    with acting(EDITOR):
        miss_id = miss("坐飞机临时凭证", 2)
        assert found("坐飞机临时凭证") == []
    editor = sign_in(EDITOR)
    shown = page.get(editor, PAGE)
    assert "坐飞机临时凭证" in shown.text

    answer = editor.post(f"{PAGE}/{miss_id}/answer", data={"item_code": small.INSTANT, "text": "坐飞机临时凭证"})

    assert answer.status_code == 302
    with acting(EDITOR):
        assert found("坐飞机临时凭证") == [small.INSTANT]
        assert rows()[0][4] == "answered"
        assert db.session.scalar(select(AuditEntry.act).where(AuditEntry.act == "miss_answered"))
    public = sign_in(EDITOR).application.test_client()
    assert small.INSTANT in public.get("/suggest?q=坐飞机临时凭证").text
    assert "坐飞机临时凭证" in page.get(editor, PAGE).text, "under what was dealt with"


def test_a_term_may_be_answered_in_better_words_and_each_only_once(acting: Acting) -> None:
    with acting(EDITOR):
        miss_id = miss("坐飞机没带证怎么办")

        search_misses.answer(miss_id, small.INSTANT, "登机应急证明")

        assert found("登机应急证明") == [small.INSTANT]
        with pytest.raises(NotFound):
            search_misses.answer(miss_id, small.INSTANT)


@pytest.mark.parametrize(
    ("item", "text"), [("330327-99999", "火星移民"), (small.INSTANT, "临时居民身份证申领"), (small.INSTANT, "。")]
)
def test_an_unknown_item_and_a_name_it_has_are_refused(item: str, text: str, acting: Acting) -> None:
    with acting(EDITOR):
        miss_id = miss("火星移民")

        with pytest.raises(Refused):
            search_misses.answer(miss_id, item, text)

        assert rows()[0][4] == "open"


def test_what_is_no_item_is_put_aside_with_a_reason_and_stays_aside(sign_in: SignIn, acting: Acting) -> None:
    with acting(EDITOR):
        miss_id = miss("火星移民")
    editor = sign_in(EDITOR)

    assert editor.post(f"{PAGE}/{miss_id}/dismiss", data={"reason": ""}).status_code == 422
    assert editor.post(f"{PAGE}/{miss_id}/dismiss", data={"reason": "不是政务服务"}).status_code == 302

    with acting(EDITOR):
        miss("火星移民")
        assert [(one[3], one[4]) for one in rows()] == [(2, "dismissed")]
        assert search_misses.waiting(house_session()) == []


def test_an_answer_that_no_longer_answers_is_asked_for_again(acting: Acting) -> None:
    with acting(EDITOR):
        search_misses.answer(miss("火星移民"), small.INSTANT)
        alias = db.session.scalar(select(ItemAlias.id).where(ItemAlias.text == "火星移民"))
        assert alias
        records.end(ItemAlias, alias)

        miss("火星移民")

        assert [(one[3], one[4]) for one in rows()] == [(2, "open")]


def test_only_the_county_editor_answers(sign_in: SignIn, acting: Acting) -> None:
    with acting(EDITOR):
        miss_id = miss("火星移民")

    assert sign_in("county_reviewer").get(PAGE).status_code == 200
    assert sign_in("county_reviewer").get(f"{PAGE}/{miss_id}/answer").status_code == 403
    assert sign_in("lingxi_clerk").get(PAGE).status_code == 403


def test_the_public_log_is_read_in_once_and_holds_nothing_of_who_asked(
    app: Flask, client: FlaskClient, acting: Acting
) -> None:
    path = app.extensions["settings"].misses_path
    for query in ("火星移民", "火星移民", "张三", "13800001111", "临时居民身份证"):
        client.get("/items", query_string={"q": query})
    written = path.read_text(encoding="utf-8").splitlines()
    assert [line.split(" ", 1)[1] for line in written] == ["miss 火星移民"] * 2

    told = app.test_cli_runner().invoke(args=["catalogue", "misses", str(path)])

    assert told.output == "2 searches read, 1 terms counted\n"
    assert not path.exists()
    assert path.with_name("misses.log.read").exists()
    with acting(EDITOR):
        assert rows() == [("火星移民", "public", "", 2, "open")]


def test_a_log_from_elsewhere_is_looked_through_again(app: Flask, tmp_path: Path, acting: Acting) -> None:
    log = tmp_path / "other.log"
    log.write_text("x miss 张三\ny miss 13800001111\nz miss 火星移民\nnothing\n 临时居民身份证\n", encoding="utf-8")

    told = app.test_cli_runner().invoke(args=["catalogue", "misses", str(log), "--keep"])

    assert told.exit_code == 0
    assert log.exists()
    with acting(EDITOR):
        assert [one[0] for one in rows()] == ["火星移民"]


def test_old_terms_are_forgotten(acting: Acting) -> None:
    with acting(EDITOR):
        miss("火星移民")
        miss("登月许可", 2)
        miss("深海捞针")
        search_misses.dismiss(miss("潜水证明"), "没有")

    with acting(), clock.fixed(clock.local_now() + timedelta(days=200)):
        search_misses.forget()
        assert [one[0] for one in rows()] == ["潜水证明", "登月许可"]
    with acting(), clock.fixed(clock.local_now() + timedelta(days=400)):
        search_misses.forget()
        assert [one[0] for one in rows()] == ["登月许可"]


def test_an_everyday_word_of_the_county_counts_at_once(acting: Acting) -> None:
    with acting(EDITOR):
        before = [one.item.code for one in whole_catalogue().find("登机凭条", 1, loosely=True)]

        records.create(Synonym, {"said": "登机凭条", "written": "临时居民身份证"})

        assert before == []
        assert [one.item.code for one in whole_catalogue().find("登机凭条", 1)] == [small.INSTANT]


def test_what_is_asked_for_most_stands_first_and_the_weight_tells_no_number(acting: Acting) -> None:
    with acting():
        for code in (small.NATURAL, small.INSTANT):
            held = db.session.scalar(select(ItemUse).where(ItemUse.item_code == code))
            assert held is None
        before = [one.item.code for one in whole_catalogue().find("身份证申领", 2)]

        _use(before[1], 9)

        assert [one.item.code for one in whole_catalogue().find("身份证申领", 2)] == before[::-1]
    assert [item_use.weight_of(cases) for cases in (0, 1, 2, 3, 4, 1000, 10**9)] == [0, 1, 2, 2, 3, 10, 20]


def _use(code: str, weight: int) -> None:
    with short_write() as session:
        session.add(ItemUse(item_code=code, weight=weight, counted_at=clock.now(), owner_code="330327000000"))
        session.flush()


def test_use_is_counted_anew_and_nothing_is_written_when_nothing_changed(acting: Acting) -> None:
    with acting():
        _use(small.INSTANT, 9)

        assert item_use.recount() == 1
        assert item_use.recount() == 0
        assert db.session.scalar(select(ItemUse.weight).where(ItemUse.item_code == small.INSTANT)) == 0
