"""The public surface as a whole: nothing can be written, nothing personal read, no cookie, no page out of shape."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from appcore import clock
from appcore.access import scope
from appcore.access.principal import Public, acting_as
from appcore.definition.identity import check_id_number
from appcore.definition.verdict import Rejected
from appcore.errors import NotAllowed
from appcore.transaction import unit_of_work
from models.case import Case, Party
from models.db import Base, ReadSession
from models.item import Edition, Item
from models.place import Hall
from models.staff import Post, Staff
from models.window import Window
from tests.acting import Acting
from tests.views.public_pages import Page, faults, get

BOARD = "/halls/330327100000-01/board"
CSS = Path(__file__).parents[2] / "views/static/css"
MOST_CSS = 20_000


@pytest.fixture
def reading(app: Flask) -> Any:
    """The public surface's own session, as the public."""
    with app.app_context(), acting_as(Public()), ReadSession(app.extensions["public_site"].engine) as session:
        yield session


@pytest.mark.parametrize(
    "statement", ["UPDATE item SET name = 'x'", "DELETE FROM item_alias", "CREATE TABLE made (one int)"]
)
def test_the_public_engine_can_write_nothing_even_by_hand(statement: str, app: Flask) -> None:
    engine = app.extensions["public_site"].engine

    with engine.connect() as connection, pytest.raises(SQLAlchemyError, match=r"(?i)read.?only"):
        connection.exec_driver_sql(statement)


def test_the_public_session_refuses_a_new_row_and_a_change(reading: ReadSession) -> None:
    reading.add(Item(code="330327-00000", name="x", tier="handling", state="in_use", department_code="gaj"))

    with pytest.raises((NotAllowed, RuntimeError)):
        reading.flush()


@pytest.mark.parametrize(
    "query",
    [
        select(Case.id), select(func.count(Case.id)), select(Party.name), select(Staff), select(Edition), select(Item),
        select(Staff.mobile_sealed), select(Staff.mobile_sealed.label("name")), select(func.max(Staff.mobile_index)),
        select(select(Staff.mobile_index).limit(1).scalar_subquery()), select(Hall.name).where(select(Case.id).exists()),
        text("SELECT * FROM staff"),
    ],
    ids=str,
)  # fmt: skip
def test_the_public_may_read_listed_columns_and_nothing_else(query: Any, reading: ReadSession) -> None:
    with pytest.raises(NotAllowed):
        reading.execute(query)


def test_no_personal_column_is_on_the_list_of_the_public(app: Flask) -> None:
    mapped = {mapper.class_.__name__: mapper for mapper in Base.registry.mappers}

    listed = [(name, column) for name, columns in scope.PUBLIC_COLUMNS.items() for column in columns]

    assert listed
    assert [one for one in listed if mapped[one[0]].columns[one[1]].info.get("personal")] == []
    assert {"Case", "Party", "User"} & set(scope.PUBLIC_COLUMNS) == set()


def test_every_public_address_only_reads(app: Flask, client: FlaskClient) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("public.")]

    assert rules
    for rule in rules:
        assert rule.methods == {"GET", "HEAD", "OPTIONS"}
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.open("/items", method=method, data={"q": "x"}).status_code == 405


def test_a_cookie_sent_to_the_public_site_is_neither_read_nor_answered(client: FlaskClient) -> None:
    client.set_cookie("banshitai", "anything")

    answer = client.get("/")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def crawled(client: FlaskClient) -> dict[str, str]:
    """Every page that can be reached from the first one by links, with its body."""
    bodies: dict[str, str] = {}
    waiting = ["/", "/?town=330327100000"]
    while waiting:
        address = waiting.pop()
        if (
            address in bodies
            or not re.match(r"/(\?|items|halls|$)", address)
            or "size=" in address
            or "lang=" in address
        ):
            continue
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Set-Cookie" not in answer.headers
        bodies[address] = answer.get_data(as_text=True)
        if answer.mimetype == "text/html":
            page = Page(bodies[address])
            assert faults(page) == [], address
            waiting += [link.partition("#")[0] for link in page.links if link.startswith("/")]
    return bodies


def test_a_crawl_finds_only_whole_pages_and_nobodys_numbers(client: FlaskClient) -> None:
    """R78: no valid identity number and no mobile number anywhere on the site."""
    bodies = crawled(client)

    assert len(bodies) > 20
    for address, body in bodies.items():
        numbers = re.findall(r"(?<!\d)\d{17}[\dXx](?!\d)", body)
        assert [one for one in numbers if is_identity(one)] == [], address
        assert re.findall(r"(?<![\d-])1[3-9]\d{9}(?!\d)", body) == [], address


def is_identity(number: str) -> bool:
    """Whether somebody could have this identity number."""
    try:
        check_id_number(number, clock.local_today())
    except Rejected:
        return False
    return True


def test_the_style_sheets_of_a_public_page_stay_under_twenty_kilobytes(client: FlaskClient) -> None:
    sheets = [one for one in get(client, "/").assets if one.endswith(".css")]

    sizes = {one: (CSS / one.partition("/css/")[2]).stat().st_size for one in sheets}

    assert sum(size for one, size in sizes.items() if not one.endswith("print.css")) < MOST_CSS


def with_staff(acting: Acting, *, consents_web: bool) -> None:
    """One more person at the first window of 灵溪, who is in the party and has a mobile phone."""
    with acting(), unit_of_work() as session:
        window = session.query(Window).filter_by(hall_code="330327100000-01").order_by(Window.number).first()
        assert window is not None
        place = {"region_code": window.region_code, "hall_code": window.hall_code}
        person = Staff(
            name="样例亮相", staff_number="CN777", duty="受理申请", work_phone="0577-0000 0777", party_member=True,
            pledge="样例承诺一次讲清", consents_wall=True, consents_web=consents_web, mobile_sealed=b"13812345678",
            **place,
        )  # fmt: skip
        stamp = {"created_at": window.created_at, "created_by": "t", "changed_at": window.created_at, "changed_by": "t"}
        for name, value in stamp.items():
            setattr(person, name, value)
        session.add(person)
        session.flush()
        session.add(Post(staff_id=person.id, window_id=window.id, kind="a", **place, **stamp))


def test_the_staff_board_shows_what_an_office_makes_public(acting: Acting, client: FlaskClient) -> None:
    """Decisions 31: name, post, window, staff number, work phone and complaint phone, whatever is consented to."""
    with_staff(acting, consents_web=False)

    page = get(client, BOARD)

    for words in ("样例亮相", "A岗", "窗口", "CN777", "0577-0000 0777", "监督投诉"):
        assert words in page.text
    card = page.text.partition("样例亮相")[2].partition("窗口人员")[0][:200]
    assert "样例承诺" not in page.text
    assert "党员" not in card
    assert "138" not in page.text


def test_party_mark_and_pledge_stand_on_the_web_by_consent_only(acting: Acting, client: FlaskClient) -> None:
    with_staff(acting, consents_web=True)

    page = get(client, BOARD)

    assert "样例承诺一次讲清" in page.text
    assert "党员" in page.text


def test_a_hall_page_names_address_hours_phones_windows_and_items(client: FlaskClient) -> None:
    page = get(client, "/halls/330327100000-01")

    for words in ("灵溪镇", "地址", "工作日", "咨询电话", "监督投诉", "窗口和能办的事"):
        assert words in page.text
    assert any(one.startswith("/items/") for one in page.links)
    assert BOARD in page.links


def test_the_halls_are_listed_with_the_chosen_town_first(client: FlaskClient) -> None:
    page = get(client, "/halls?town=330327104000")

    halls = [one.partition("?")[0] for one in page.links if re.match(r"/halls/\d", one)]

    assert halls[0] == "/halls/330327104000-01"
    assert len(set(halls)) >= 3
