"""R82, R83: what is held about one person can be handed out, requests are registered and answered, and all of it is logged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from appcore.access import privacy
from appcore.casework import intake
from models.audit import AuditEntry
from models.db import db
from models.privacy import PersonRequest, ReadLog
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, INSTANT, PROMISED, form

NEW = "/console/casework/person-requests/new"


@pytest.fixture
def taken(app: Flask, acting: Acting) -> tuple[str, str, Any]:
    """Two cases of one person in 灵溪, the second with a spouse: their numbers and the applicant."""
    with acting(CLERK):
        made = form(PROMISED, 5)
        other = form(INSTANT, 6)
        person = made.parties[0]
        same = type(other)(
            **{name: getattr(other, name) for name in other.__dataclass_fields__} | {"parties": (person,)}
        )
        return intake.accept(same).number, intake.accept(made).number, made


def registered(client: Any, person: Any, kind: str = "copy") -> str:
    values = {"kind": kind, "name": person.name, "id_number": person.id_number, "wanted": "查阅本人全部办件"}
    answer = client.post(NEW, data=values)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def number_of(acting: Acting) -> str:
    with acting():
        return str(db.session.scalar(select(PersonRequest.number).order_by(PersonRequest.id.desc()).limit(1)))


def test_r82_the_file_holds_every_case_of_the_person_whole_and_nothing_of_others(
    taken: Any, sign_in: Any, acting: Acting
) -> None:
    first, second, made = taken
    person, spouse = made.parties
    client = sign_in("lingxi_admin")
    registered(client, person)

    answer = client.post(f"/console/casework/person-requests/{number_of(acting)}/export", data={"format": "json"})

    assert answer.headers["Content-Disposition"].startswith("attachment")
    held = json.loads(answer.data)
    assert [one["number"] for one in held["cases"]] == [first, second]
    assert {one["person"][0]["id_number"] for one in held["cases"]} == {person.id_number}
    assert {one["person"][0]["phone"] for one in held["cases"]} == {person.phone}
    assert spouse.id_number not in answer.text
    page = client.post(f"/console/casework/person-requests/{number_of(acting)}/export")
    assert person.id_number in page.text
    assert second in page.text
    assert "<script" not in page.text


def test_r82_the_spouse_reads_nothing_of_the_applicants_form(taken: Any, sign_in: Any, acting: Acting) -> None:
    _first, second, made = taken
    client = sign_in("lingxi_admin")
    registered(client, made.parties[1])

    answer = client.post(f"/console/casework/person-requests/{number_of(acting)}/export", data={"format": "json"})

    cases = json.loads(answer.data)["cases"]
    assert [one["number"] for one in cases] == [second]
    assert cases[0]["entered"] == cases[0]["answers"] == []
    assert made.parties[0].id_number not in answer.text


def test_r82_handing_out_is_logged_for_each_case(taken: Any, sign_in: Any, acting: Acting) -> None:
    first, second, made = taken
    client = sign_in("lingxi_admin")
    registered(client, made.parties[0])
    number = number_of(acting)

    client.post(f"/console/casework/person-requests/{number}/export")

    with acting():
        logged = db.session.execute(
            select(ReadLog.case_number, ReadLog.account).where(ReadLog.reason == "request")
        ).all()
        assert {tuple(row) for row in logged} == {(first, "lingxi_admin"), (second, "lingxi_admin")}
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (last.act, last.row_key, last.changes) == ("exported_person", number, {"cases": 2})


def test_r82_a_hall_hands_out_only_what_it_may_see(taken: Any, sign_in: Any, acting: Acting) -> None:
    _first, _second, made = taken
    client = sign_in("qianku_admin")
    registered(client, made.parties[0])

    answer = client.post(f"/console/casework/person-requests/{number_of(acting)}/export", data={"format": "json"})

    assert json.loads(answer.data)["cases"] == []


def test_r82_only_an_open_request_for_a_copy_in_the_persons_own_name_hands_anything_out(
    taken: Any, sign_in: Any, acting: Acting
) -> None:
    person, client = taken[2].parties[0], sign_in("lingxi_admin")

    def handed_out() -> Any:
        return client.post(f"/console/casework/person-requests/{number_of(acting)}/export", data={"format": "json"})

    registered(client, person, "correct")
    assert handed_out().status_code == 409
    registered(client, replace(person, name="样例他人"))
    assert json.loads(handed_out().data)["cases"] == []
    registered(client, replace(person, id_number=person.phone))
    assert json.loads(handed_out().data)["cases"] == []
    registered(client, person)
    assert len(json.loads(handed_out().data)["cases"]) > 0


def test_r82_a_request_is_sealed_registered_and_answered_once(taken: Any, sign_in: Any, acting: Acting) -> None:
    made = taken[2]
    client = sign_in("lingxi_admin")
    page = client.get(registered(client, made.parties[0], "correct"))
    number = number_of(acting)
    here = f"/console/casework/person-requests/{number}/answer"

    assert made.parties[0].id_number not in page.text
    with acting():
        row = db.session.scalars(select(PersonRequest)).one()
        assert privacy.get(row, "id_number") == made.parties[0].id_number
        assert made.parties[0].id_number.encode() not in (row.id_number_sealed or b"")
    assert client.post(here, data={"state": "refused", "answer": ""}).status_code == 422
    assert client.post(here, data={"state": "open", "answer": "x"}).status_code == 422
    assert client.post(here, data={"state": "refused", "answer": "保管期限未满，依法不能删除"}).status_code == 302
    again = client.post(here, data={"state": "done", "answer": ""})
    assert again.status_code == 409
    assert "已经答复" in again.text
    shown = client.get(f"/console/casework/person-request/list/?q={number}").text
    assert "不予办理" in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "sell"), ("kind", ""), ("name", ""), ("name", "\u200b"), ("id_number", ""), ("id_number", "abc"), ("id_number", "9" * 60), ("wanted", ""), ("wanted", "长" * 301)],
)  # fmt: skip
def test_r82_a_faulty_request_comes_back_with_all_that_was_typed(
    app: Flask, sign_in: Any, field: str, value: str
) -> None:
    values = {"kind": "copy", "name": "样例某", "id_number": "999999199001010017", "wanted": "查阅"} | {field: value}

    answer = sign_in("lingxi_admin").post(NEW, data=values)

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    if field != "wanted":
        assert "查阅</textarea>" in answer.text


def test_the_commands_ask_for_the_number_and_write_for_the_owner_alone(taken: Any, app: Flask, tmp_path: Path) -> None:
    """R82, R83 from the shell; the number is typed at a prompt, so that no list of processes shows it."""
    first, second, made = taken
    person = made.parties[0]
    runner, path = app.test_cli_runner(), tmp_path / "held.json"

    told = runner.invoke(args=["privacy", "export", str(path), "--reason", "本人申请"], input=f"{person.id_number}\n")
    listed = runner.invoke(args=["privacy", "readers"], input=f"{person.id_number}\n")
    due = runner.invoke(args=["privacy", "due", "--hall", "330327100000-01"])

    assert told.exit_code == 0, told.output
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one["number"] for one in json.loads(path.read_text())["cases"]] == [first, second]
    assert listed.exit_code == 0, listed.output
    assert "lingxi_clerk" in listed.output
    assert "本人查阅复制" in listed.output
    assert person.id_number not in told.output + listed.output
    assert due.output == "0 cases, 0 rows\n"
