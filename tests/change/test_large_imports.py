"""A large import goes on by itself: asked for once, carried out as who asked, all or nothing, and told of as what it became."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, func, select, update

from appcore import apart, package_commands, work
from appcore.access.principal import System, acting_as
from appcore.change import background, document, imports, kept, report, source
from appcore.definition import schema
from appcore.definition.said import Said
from appcore.errors import Conflict
from models.account import User
from models.audit import AuditEntry
from models.db import db, house_session
from models.item import Edition
from models.package import PackageImport, PackageLine, PackageTask
from tests import page
from tests.acting import Acting
from tests.change import books
from views.console.packages import report_page

BASE = "/console/catalogue/packages"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "AT_ONCE", 2)
    monkeypatch.setattr(background, "TAKEN_BACK_AT_ONCE", 2)
    monkeypatch.setattr(report_page, "MOST", 3)


def upload(client: FlaskClient, count: int = 5) -> str:
    made = books.package(count, 1)
    raw = books.workbook([schema.load(one) for one in made["items"]], made["identities"])
    return str(client.post(f"{BASE}/import", data={"file": (io.BytesIO(raw), "样例.xlsx")}).location)


def between(text: str, before: str, after: str = '"') -> str:
    return text.partition(before)[2].partition(after)[0]


def ticks_of(text: str) -> list[str]:
    return [one.partition('"')[0] for one in text.split('name="chosen" value="')[1:] if " checked>" in one[:60]]


def press(client: FlaskClient, here: str, act: str = "apply", **more: object) -> None:
    """What a browser sends of the page as it stands."""
    text = page.get(client, here).text
    sent = {"seen": between(text, 'name="seen" value="'), "show": "all", "page": "1", "chosen": ticks_of(text), **more}
    assert client.post(f"{here.partition('?')[0]}/{act}", data=sent).status_code == 302


def carried_out(app: Flask) -> int:
    """What the lane does, in this process."""

    def here(task: int) -> bool:
        background.carry_out(task)
        return True

    with app.app_context(), acting_as(System("large imports")):
        return background.work(here)


def written(app: Flask) -> tuple[int, list[str]]:
    """How many lines there are of imports, and the states of what was asked."""
    with app.app_context(), acting_as(System("test")):
        lines = db.session.scalar(select(func.count(PackageLine.id))) or 0
        return lines, list(db.session.scalars(select(PackageTask.state).order_by(PackageTask.id)))


def test_it_is_asked_for_once_watched_on_its_page_and_undone_the_same_way(app: Flask, sign_in: SignIn) -> None:
    editor = sign_in("county_editor")
    here = upload(editor)
    press(editor, here)

    shown = page.get(editor, here)
    assert ("已经提交" in shown.text, 'name="chosen"' in shown.text, "data-progress" in shown.text) == (
        True,
        False,
        True,
    )
    again = editor.post(f"{here}/apply", data={"chosen": ["item:330327-50001"]})
    assert (again.status_code, written(app)) == (302, (0, ["waiting"]))
    assert carried_out(app) == 1
    assert written(app) == (5, ["done"])
    assert "撤销这次导入" in page.get(editor, here).text
    with app.app_context(), acting_as(System("test")):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "package_applied")).one()
        assert (entry.account, entry.result) == ("county_editor", "done")

    assert editor.post(f"{here}/undo").location == here
    assert "正在撤销导入" in page.get(editor, here).text
    assert editor.get(f"{here}/undo").status_code == 302
    assert carried_out(app) == 1
    assert written(app) == (5, ["done", "done"])
    assert "已撤销" in page.get(editor, here).text
    assert carried_out(app) == 0


def test_what_was_taken_over_is_taken_back_by_itself_too(app: Flask, sign_in: SignIn) -> None:
    editor, reviewer = sign_in("county_editor"), sign_in("county_reviewer")
    here = upload(editor, 3)
    press(editor, here, how="take_over")
    carried_out(app)
    reviewer.post(f"{here}/take-over")
    assert reviewer.post(f"{here}/take-back").status_code == 302
    assert "正在撤销导入" in page.get(reviewer, here).text
    assert carried_out(app) == 1
    with app.app_context(), acting_as(System("test")):
        row = db.session.scalars(select(PackageImport)).one()
        assert (row.state, row.undone_by) == ("undone", "county_reviewer")


def test_the_county_changed_meanwhile_so_nothing_is_written_and_the_page_says_why(
    app: Flask, sign_in: SignIn, acting: Acting
) -> None:
    editor = sign_in("county_editor")
    here = upload(editor)
    press(editor, here)
    with acting("county_editor"):
        made = books.package(1, 1)
        made["items"][0]["name"] = "别人先建的事项"
        imports.apply(imports.preview(document.write(made), "样例.json"), None)

    carried_out(app)
    assert written(app) == (1, ["failed"])
    shown = page.get(editor, here).text
    assert "预览之后本县的内容有变化" in shown
    assert "别人先建的事项" in shown  # judged anew: it would replace that draft


@pytest.mark.parametrize("how", ["closed", "another role"])
def test_who_may_not_any_more_gets_nothing_written(app: Flask, sign_in: SignIn, how: str) -> None:
    editor = sign_in("county_editor")
    here = upload(editor)
    press(editor, here)
    with app.app_context(), acting_as(System("test")):
        user = db.session.scalars(select(User).where(User.username == "county_editor")).one()
        other = db.session.scalars(select(User).where(User.username == "county_reviewer")).one()
        with db.engine.begin() as connection:
            if how == "closed":
                connection.execute(update(cast(Table, User.__table__)).where(User.id == user.id).values(active=False))
            else:
                roles = cast(Table, User.roles.property.secondary)
                (role,) = [one.id for one in other.roles]
                connection.execute(update(roles).where(roles.c.user_id == user.id).values(role_id=role))

    carried_out(app)
    assert written(app) == (0, ["failed"])
    with app.app_context(), acting_as(System("test")):
        task = db.session.scalars(select(PackageTask)).one()
        assert [str(one) for one in background.faults_of(task).values()] == [background.MAY_NOT]
        results = select(AuditEntry.result).where(AuditEntry.act == "package_applied")
        assert list(db.session.scalars(results)) == ["denied"]


def test_one_that_was_given_up_writes_nothing_when_it_comes_to_its_end(app: Flask, sign_in: SignIn) -> None:
    editor = sign_in("county_editor")
    here = upload(editor)
    press(editor, here)
    with app.app_context(), acting_as(System("test")):
        task = db.session.scalars(select(PackageTask.id)).one()
        db.session.rollback()

        class Late(background._Told):
            def phase(self, name: str, total: int = 0) -> None:
                super().phase(name, total)
                if name == "writing":
                    background.fail(self.task_id, background.BROKEN_OFF)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(background, "_Told", Late)
            background.carry_out(task)
        with pytest.raises(Conflict):
            background.carry_out(task)
    assert written(app) == (0, ["failed"])
    assert "处理中断" in page.get(editor, here).text


DIES = """
import os, signal, sys
sys.path.insert(0, {house!r})
from app import create_app
from appcore.change import background

class Dies(background._Told):
    def settle(self, session):
        super().settle(session)
        os.kill(os.getpid(), signal.SIGKILL)

if {dies}:
    background._Told = Dies
"""


def test_a_process_that_is_killed_leaves_nothing_half_written_and_may_be_asked_again(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor = sign_in("county_editor")
    here = upload(editor)
    roof = tmp_path / "roof.py"
    found = []
    for dies in (True, False):
        roof.write_text(DIES.format(house=str(apart.ROOF.parent), dies=dies), encoding="utf-8")
        press(editor, here)
        with monkeypatch.context() as killed, app.app_context(), acting_as(System("large imports")):
            killed.setattr(apart, "ROOF", roof)
            package_commands.run_asked()
        found.append((written(app), "处理中断" in page.get(editor, here).text))
    assert found == [((0, ["failed"]), True), ((5, ["failed", "done"]), False)]


def test_what_was_in_work_when_the_lane_comes_was_broken_off(app: Flask, sign_in: SignIn) -> None:
    editor = sign_in("county_editor")
    press(editor, upload(editor))
    with app.app_context(), acting_as(System("test")), db.engine.begin() as connection:
        connection.execute(update(cast(Table, PackageTask.__table__)).values(state="working"))
    assert carried_out(app) == 0
    assert written(app) == (0, ["failed"])


def test_a_failure_is_not_told_any_more_of_what_was_imported_after_it(app: Flask, sign_in: SignIn) -> None:
    editor = sign_in("county_editor")
    here = upload(editor)
    press(editor, here)
    with app.app_context(), acting_as(System("test")):
        background.fail(db.session.scalars(select(PackageTask.id)).one(), background.BROKEN_OFF)
    assert "处理中断" in page.get(editor, here).text
    press(editor, here, "choose", go="none")
    press(editor, here, chosen=["item:330327-50001"])  # one alone is written at once
    shown = page.get(editor, here).text
    assert (written(app), "处理中断" in shown, "撤销这次导入" in shown) == ((1, ["failed"]), False, True)


def test_ticks_are_kept_from_page_to_page(app: Flask, sign_in: SignIn) -> None:
    editor = sign_in("county_editor")
    here = upload(editor, 7)
    first = page.get(editor, here).text
    assert (len(ticks_of(first)), "勾选了7项" in first) == (3, True)

    press(editor, here, "choose", chosen=["item:330327-50002"], go="all:2")
    second = page.get(editor, f"{here}?page=2").text
    assert ticks_of(second) == ["item:330327-50004", "item:330327-50005", "item:330327-50006"]
    assert "勾选了5项" in second
    sent = {"seen": between(second, 'name="seen" value="'), "show": "all", "page": "2", "chosen": ["item:330327-50005"]}
    assert editor.post(f"{here}/apply", data=sent).status_code == 302
    carried_out(app)
    with app.app_context(), acting_as(System("test")):
        keys = list(db.session.scalars(select(PackageLine.key).order_by(PackageLine.key)))
    assert keys == ["330327-50002", "330327-50005", "330327-50007"]
    assert "330327-50007" in page.get(editor, here).text


@pytest.mark.parametrize(("go", "count"), [("none", 0), ("all", 7)])
def test_all_of_them_are_ticked_or_unticked_at_once(sign_in: SignIn, go: str, count: int) -> None:
    editor = sign_in("county_editor")
    here = upload(editor, 7)
    press(editor, here, "choose", chosen=["item:330327-50002"], go="new:1")
    press(editor, here, "choose", go=go)
    assert f"勾选了{count}项" in page.get(editor, here).text


def test_a_page_that_is_none_is_not_found_and_a_word_is_no_page(sign_in: SignIn) -> None:
    editor = sign_in("county_editor")
    here = upload(editor, 7)
    answers = [
        editor.get(f"{here}?{asked}").status_code
        for asked in ("page=4", "page=x", "show=nothing", "show=new&page=3", "page=0")
    ]
    assert answers == [404, 400, 404, 200, 400]


def test_the_newest_files_of_an_account_stay_and_the_oldest_goes(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("appcore.change.previews.MOST_PREVIEWS", 2)
    editor = sign_in("county_editor")
    held = [upload(editor, 1), upload(editor, 3)]
    press(editor, held[1])  # it is being applied, so it stays, however old
    held += [upload(editor, count) for count in (2, 4, 5)]
    assert [editor.get(one).status_code for one in held] == [404, 200, 404, 200, 200]


def test_a_worker_that_is_nudged_looks_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LOOK", 3600.0)
    ran = threading.Event()
    monkeypatch.setitem(app.extensions, "jobs", {})
    work.register(app, work.Job("asked", package_commands.ASKED_EVERY, ran.set, lane="packages"))
    worker = work.Worker(app)
    worker.start()
    try:
        work.nudge(app, "packages")
        assert ran.wait(20)
    finally:
        worker.stop()
    work.nudge(app, "packages")  # nobody works here any more: nothing happens


words = st.text(st.characters(codec="utf-8", exclude_characters="%"), max_size=8)
sentences = st.recursive(
    st.builds(Said, words, st.just({}), st.dictionaries(words, words | st.integers(-9, 9), max_size=2)),
    lambda under: st.builds(
        Said, words, st.dictionaries(words, words | under | st.tuples(words, under), max_size=2), st.just({})
    ),
    max_leaves=6,
)


@given(sentences)
def test_every_sentence_comes_back_from_what_is_kept(one: Said) -> None:
    assert kept._sentence(json.loads(json.dumps(kept._put(one)))) == one


@pytest.fixture
def told(app: Flask, acting: Acting) -> Iterator[None]:
    with acting("county_editor"):
        yield


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5)
@given(spoil=st.sets(st.integers(0, 3)))
def test_what_is_kept_says_what_the_report_says(told: None, tmp_path: Path, spoil: set[int]) -> None:
    made = books.package(4, 2)
    tables = books.sheets_of(books.workbook([schema.load(one) for one in made["items"]], made["identities"]), tmp_path)
    for number in spoil:
        tables["事项"][1 + number][tables["事项"][0].index("办件类型")] = "急件"
    session = house_session()
    read = source.read(session, books.xlsx(tables), "样例.xlsx")
    said = report.held_against(session, read)
    stored = kept.read_again(session, kept.judged(session, read))

    assert stored is not None
    assert (stored.digest, stored.wrong, stored.loose, stored.notices, stored.sheets) == (said.digest, said.wrong, said.loose, said.notices, said.sheets)  # fmt: skip
    for one, other in zip(stored.rows, said.objects, strict=True):
        assert (one.kind, one.key, one.name, one.outcome, one.tick) == (other.kind.slug, other.key, other.name, other.outcome, other.tick)  # fmt: skip
        assert (one.may_be_chosen, one.is_preset, one.remark) == (other.may_be_chosen, other.is_preset, other.remark)
        assert (one.faults, one.missing, one.changes, one.notices) == (other.faults, other.missing, other.changes, other.notices)  # fmt: skip


def test_a_kept_report_is_made_anew_when_a_colleague_works_in_an_open_draft(app: Flask, acting: Acting) -> None:
    made = books.package(2, 1)
    raw = document.write(made)
    with acting("county_editor"):
        imports.apply(imports.preview(raw, "一.json"), None)
        other = books.package(2, 1)
        other["items"][0]["name"] = "另一个名称"
        code = imports.preview(document.write(other), "二.json")
        row = imports.own(house_session(), code)
        before = imports.kept_report(house_session(), row).rows[0]
        edition = house_session().scalars(select(Edition).where(Edition.item_code == before.key)).one()
        assert edition.state == "draft"
        imports.apply(imports.preview(document.write(_renamed(made)), "三.json"), {f"item:{before.key}"})
        db.session.expire_all()
        after = imports.kept_report(house_session(), imports.own(house_session(), code)).rows[0]
    assert (before.outcome, after.outcome) == ("changed", "same")


def _renamed(made: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    made["items"][0]["name"] = "另一个名称"
    return made
