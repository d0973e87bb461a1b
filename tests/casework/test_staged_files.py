"""A staged file counts for its account, its field and its day, while it is clean; and a case takes no more than it may hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from appcore import clock
from appcore.access.files.receiving import Received
from appcore.casework import case_rows, staging
from appcore.casework.staging import FormLookup
from appcore.definition.item import Field, ItemDefinition
from appcore.errors import Refused
from appcore.transaction import unit_of_work
from models.attachment import Attachment
from models.case import Case
from models.db import house_session
from models.file import StagedFile
from tests.acting import Acting
from tests.casework.counter_forms import CLERK
from tests.people import LINGXI_HALL, keep, plain_case

ASKS = ItemDefinition(
    code="330327-00001",
    fields=tuple(Field(key=key, label=key, kind="files") for key in ("scan", "other")),
)


def stage(sha256: str = "a" * 64, *, state: str = "kept") -> str:
    return staging.stage(Received(sha256, "样例.pdf", "application/pdf", 9, state), form_key="k" * 20, field_key="scan")


@pytest.fixture
def case(app: Flask, acting: Acting) -> Iterator[Case]:
    """A case of the clerk who acts, without files."""
    with acting(CLERK):
        keep(plain_case("20260101000001", LINGXI_HALL))
        yield house_session().query(Case).one()


def hand_over(case: Case, *tokens: str, field: str = "scan") -> None:
    with unit_of_work() as session:
        staging.hand_over(session, case, case_rows.place_of(case), ASKS, {field: tokens})


def test_a_staged_file_is_handed_over_once_and_on_its_own_field(case: Case) -> None:
    token = stage()

    with pytest.raises(Refused):
        hand_over(case, token, field="other")
    hand_over(case, token)

    assert [row.code for row in house_session().query(Attachment)] == [token]
    assert FormLookup(house_session()).file(token) is None
    assert FormLookup(house_session(), case_id=case.id).file(token) is not None


def test_an_infected_file_is_no_file(case: Case) -> None:
    token = stage(state="infected")

    assert FormLookup(house_session()).file(token) is None
    with pytest.raises(Refused):
        hand_over(case, token)


def test_a_file_of_yesterday_is_no_file(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    token, later = stage(), clock.now() + staging.KEPT_FOR + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert FormLookup(house_session()).file(token) is None
    with pytest.raises(Refused):
        hand_over(case, token)


def test_a_form_of_another_case_does_not_open_the_files_of_this_one(case: Case) -> None:
    token = stage()
    hand_over(case, token)

    assert FormLookup(house_session(), case_id=case.id + 1).file(token) is None


def test_a_case_takes_no_more_files_than_it_may_hold(case: Case, app: Flask) -> None:
    most = app.extensions["settings"].files_a_case
    tokens = [stage(f"{number:064d}") for number in range(most + 1)]

    with pytest.raises(Refused):
        hand_over(case, *tokens)


def test_a_file_of_another_account_is_no_file(case: Case, acting: Acting) -> None:
    token = stage()
    with acting(), unit_of_work() as session:
        session.execute(update(StagedFile).values(account_id=StagedFile.account_id + 1))

    with acting(CLERK):
        assert FormLookup(house_session()).file(token) is None


def test_an_account_leaves_no_more_files_waiting_than_a_few_forms_hold(
    app: Flask, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], files_a_case=1))
    tokens = [stage(one * 64) for one in "abc"]

    with pytest.raises(Refused) as told:
        stage("d" * 64)
    assert "3个文件还没有随表单交上去" in str(told.value.fields["f_scan"])
    assert stage("a" * 64) == tokens[0], "the same file again is no other"
    hand_over(case, tokens[0])
    assert stage("d" * 64)
