"""However a question is put, only rows inside the scope answer it; and nobody is no one's reader (invariant 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, exists, func, insert, literal, select, text, union_all, update
from sqlalchemy.orm import aliased, immediateload, joinedload, lazyload, selectinload, subqueryload

from appcore.access.principal import Grant, Public, acting_as
from appcore.access.scope import as_system
from appcore.errors import NoPrincipal, NotAllowed
from models.account import User
from models.case import Case, Party
from models.db import db
from models.item import Item
from models.offer import Offer
from models.staff import Post, Staff
from models.window import Window
from tests.conftest import House
from tests.people import LINGXI, LINGXI_CLERK, LINGXI_HALL, QIANKU_HALL, acts, keep, person, plain_case

Ask = Callable[[], Any]


@pytest.fixture(scope="module")
def county(house: House) -> Iterator[Flask]:
    """The seeded county with one case in each town hall; these tests only read."""
    house.restore()
    with acts(house.app):
        for number, hall in enumerate((LINGXI_HALL, QIANKU_HALL)):
            case = plain_case(f"33032710000020260302{number}", hall)
            keep(case)
            keep(_party(case))
    yield house.app
    house.restore()


def _party(case: Case) -> Party:
    return Party(
        case_id=case.id, county_code=case.county_code, opened_year=case.opened_year, hall_code=case.hall_code,
        region_code=case.region_code, department_code=case.department_code, role="applicant", name="样例甲",
        document_kind="none",
    )  # fmt: skip


def execute(statement: Any) -> list[Any]:
    return list(db.session.execute(statement).all())


def halls_of(statement: Any) -> set[str]:
    return {row[0] for row in execute(statement)}


other = aliased(Case)
WAYS: dict[str, Ask] = {
    "select": lambda: {case.hall_code for case in db.session.scalars(select(Case))},
    "columns": lambda: halls_of(select(Case.hall_code)),
    "alias": lambda: halls_of(select(other.hall_code)),
    "join from the case": lambda: halls_of(select(Case.hall_code).join(Party, Party.case_id == Case.id)),
    "join to the case": lambda: halls_of(
        select(Case.hall_code).select_from(Item).join(Case, Case.item_code == Item.code)
    ),
    "outer join": lambda: halls_of(select(Case.hall_code).select_from(Item).outerjoin(Case)) - {None},
    "subquery": lambda: halls_of(select(select(Case.hall_code).subquery().c.hall_code)),
    "cte": lambda: halls_of(select(select(Case.hall_code).cte().c.hall_code)),
    "union": lambda: halls_of(union_all(select(Case.hall_code), select(other.hall_code))),
    "in": lambda: halls_of(select(Case.hall_code).where(Case.id.in_(select(other.id)))),
    "query": lambda: {case.hall_code for case in db.session.query(Case)},
    "children": lambda: halls_of(select(Party.hall_code)),
    "loaded with it": lambda: {
        party.case.hall_code for party in db.session.scalars(select(Party).options(selectinload(Party.case)))
    },
    "joined load": lambda: {
        party.case.hall_code for party in db.session.scalars(select(Party).options(joinedload(Party.case)))
    },
    "window function": lambda: halls_of(select(Case.hall_code, func.row_number().over(order_by=Case.id))),
    "distinct": lambda: halls_of(select(Case.hall_code).distinct()),
}
LOADS: dict[str, Any] = {
    "lazy": lazyload,
    "selectin": selectinload,
    "joined": joinedload,
    "subquery": subqueryload,
    "immediate": immediateload,
}
COUNTS: dict[str, Ask] = {
    "count of rows": lambda: db.session.scalar(select(func.count()).select_from(Case)),
    "count of ids": lambda: db.session.scalar(select(func.count(Case.id))),
    "scalar subquery": lambda: db.session.scalar(select(select(func.count(Case.id)).scalar_subquery())),
    "count of a subquery": lambda: db.session.scalar(select(func.count()).select_from(select(Case.id).subquery())),
    "query count": lambda: db.session.query(Case).count(),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_clerk_sees_the_cases_of_the_own_hall_alone(county: Flask, way: str) -> None:
    with acts(county):
        assert WAYS[way]() == {LINGXI_HALL, QIANKU_HALL}, "the question does not reach both cases"

    with acts(county, LINGXI_CLERK):
        assert WAYS[way]() == {LINGXI_HALL}


@pytest.mark.parametrize("way", COUNTS)
def test_a_count_counts_the_own_rows_alone(county: Flask, way: str) -> None:
    with acts(county, LINGXI_CLERK):
        assert COUNTS[way]() == 1


def test_existence_is_asked_inside_the_scope(county: Flask) -> None:
    foreign = exists(select(Case.id).where(Case.hall_code == QIANKU_HALL))

    with acts(county, LINGXI_CLERK):
        assert db.session.scalar(select(foreign)) is False
        assert execute(select(literal(1)).where(foreign)) == []


def test_a_foreign_id_is_a_miss(county: Flask) -> None:
    """Decisions 5: a miss and a denial look the same."""
    with acts(county):
        foreign = db.session.scalar(select(Case.id).where(Case.hall_code == QIANKU_HALL))

    with acts(county, LINGXI_CLERK):
        assert db.session.get(Case, foreign) is None


@pytest.mark.parametrize("load", LOADS)
def test_what_a_row_points_to_is_loaded_within_the_limits(county: Flask, load: str) -> None:
    """A row of a hall that is in sight but points abroad (as only the system could have made it) shows nothing there."""
    with acts(county) as session:
        foreign = session.scalars(select(Staff.id).where(Staff.hall_code == QIANKU_HALL)).first()
        window = session.scalars(select(Window).where(Window.hall_code == LINGXI_HALL)).first()
        assert window is not None
        keep(Post(staff_id=foreign, window_id=window.id, kind="b", hall_code=LINGXI_HALL, region_code=LINGXI))

    with acts(county, LINGXI_CLERK) as session:
        query = select(Post).where(Post.staff_id == foreign)
        astray = session.scalars(query.options(LOADS[load](Post.staff))).first()
        assert astray is not None
        assert getattr(astray, "staff", "") is None
        assert astray.window is not None


def test_what_hangs_on_a_foreign_row_is_a_miss(county: Flask) -> None:
    with acts(county) as session:
        abroad = session.scalars(select(Post.id).where(Post.hall_code == QIANKU_HALL)).first()

    with acts(county, LINGXI_CLERK) as session:
        assert session.get(Post, abroad) is None
        own = session.scalars(select(Post)).first()
        assert own is not None
        assert own.staff.hall_code == own.window.hall_code == LINGXI_HALL


def test_one_person_after_another_in_one_process(county: Flask) -> None:
    """The criterion is part of the cached statement; its values must not be."""
    seen = []
    for hall in (LINGXI_HALL, QIANKU_HALL, LINGXI_HALL):
        with acts(county, person(hall, Grant("hall", hall_code=hall))):
            seen.append(WAYS["select"]())

    assert seen == [{LINGXI_HALL}, {QIANKU_HALL}, {LINGXI_HALL}]


ASKED = {
    **WAYS,
    **COUNTS,
    "a table": lambda: execute(select(Case.__table__)),
    "text": lambda: execute(text("SELECT 1")),
}


@pytest.mark.parametrize("way", ASKED)
def test_nobody_reads_nothing(county: Flask, way: str) -> None:
    """Decisions 4: no principal is an error, in shell and tests too."""
    with county.app_context(), acting_as(None), pytest.raises(NoPrincipal):
        ASKED[way]()
    with county.app_context():
        db.session.remove()


def test_nobody_reads_accounts_to_sign_in(county: Flask) -> None:
    with county.app_context(), acting_as(None):
        assert db.session.scalar(select(func.count(User.id)))
        db.session.remove()


@pytest.mark.parametrize(
    "statement", [select(Case.__table__), text("SELECT count(*) FROM svc_case")], ids=["table", "text"]
)
def test_a_plain_statement_of_a_person_is_refused(county: Flask, statement: Any) -> None:
    """Only ORM statements carry the limits, so a person can send no other."""
    with acts(county, LINGXI_CLERK), pytest.raises(NotAllowed):
        execute(statement)


BULK = {
    "update": lambda: update(Window).values(position="x"),
    "delete": lambda: delete(Case),
    "insert": lambda: insert(Window).values(number="99"),
    "from text": lambda: select(Case).from_statement(text("SELECT * FROM svc_case")),
}


@pytest.mark.parametrize("way", BULK)
@pytest.mark.parametrize("by", ["clerk", "system"])
def test_writing_in_bulk_is_refused(county: Flask, way: str, by: str) -> None:
    """It would pass the guard of the flush, whoever does it."""
    with acts(county, LINGXI_CLERK if by == "clerk" else None), pytest.raises(NotAllowed):
        db.session.execute(BULK[way]())


def test_what_the_system_reads_does_not_stay_in_the_persons_session(county: Flask) -> None:
    """Decisions 4: the identity map would answer without a query."""
    with acts(county, LINGXI_CLERK) as session:
        with as_system("test") as other_session:
            foreign = other_session.scalars(select(Case).where(Case.hall_code == QIANKU_HALL)).one()
            foreign_id = foreign.id

        assert session.get(Case, foreign_id) is None
        assert not any(isinstance(row, Case) for row in session.identity_map.values())
        assert foreign not in session


PUBLIC_MAY_NOT: dict[str, Ask] = {
    "a case": lambda: select(Case.number),
    "whether there is one": lambda: select(exists(select(Case.id))),
    "how many": lambda: select(func.count()).select_from(Case),
    "a part of one": lambda: select(select(Case.number).subquery().c.number),
    "a whole row": lambda: select(Staff),
    "a sealed column": lambda: select(Staff.mobile_sealed),
    "an index of one": lambda: select(Staff.mobile_index),
    "one under another name": lambda: select(func.max(Staff.mobile_index).label("name")),
    "one in a subquery": lambda: select(select(Staff.mobile_index).subquery().c.mobile_index),
    "one in an expression": lambda: select(func.coalesce(Staff.name, Staff.mobile_index)),
    "one of an alias": lambda: select(aliased(Staff).mobile_index),
    "one by union": lambda: union_all(select(Staff.name), select(Staff.mobile_index)),
    "an account": lambda: select(User.password),
    "a table": lambda: select(Staff.__table__.c.mobile_index),
    "text": lambda: text("SELECT number FROM svc_case"),
    "a change": lambda: update(Staff).values(name="x"),
}


@pytest.mark.parametrize("what", PUBLIC_MAY_NOT)
def test_the_public_reads_what_it_may_and_nothing_else(county: Flask, what: str) -> None:
    """Decisions 4, 33: an allow-list of classes and columns."""
    with acts(county, Public()), pytest.raises(NotAllowed):
        execute(PUBLIC_MAY_NOT[what]())


def test_the_public_reads_the_offers_of_a_hall(county: Flask) -> None:
    with acts(county, Public()):
        assert execute(select(Offer.item_code).where(Offer.hall_code == LINGXI_HALL))
