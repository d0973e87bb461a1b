"""R06, R55–R66: a case's files over the web: what lies is refused with a sentence, what is kept is the case's alone."""

from __future__ import annotations

import gc
import io
import os
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore.access.files import chores, quota, receiving, scanner, store
from appcore.casework import attachments, finish, handing
from appcore.casework.custody import Desk
from appcore.casework.handing import Handing
from appcore.errors import Conflict, NotAllowed, Refused
from models.attachment import Attachment
from models.audit import AuditEntry
from models.case import Case
from models.db import db
from tests import hostile, page
from tests.fingerprint import changed, fingerprint
from tests.world import LINGXI, QIANKU, World

Enter = Callable[[str], FlaskClient]
MEGABYTE = 1024 * 1024
EIGHT_LIES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "html as jpg": ("照片.jpg", lambda: hostile.HTML, "内容不是 JPG 文件"),
    "polyglot": ("两样.pdf", lambda: hostile.pdf() + hostile.package({"a.html": hostile.HTML}), "另一种格式"),
    "10,001 pages": ("很长.pdf", lambda: hostile.pdf(10_001), "PDF太长（10001页）"),
    "zip bomb": ("名册.xlsx", lambda: hostile.bomb(200), "大得不正常"),
    "billion laughs": ("申请.docx", lambda: hostile.document("&amp;c;", body=hostile.LAUGHS), "DTD"),
    "path": ("../证明.pdf", hostile.pdf, "斜杠"),
    "right to left": ("证明\u202efdp.pdf", hostile.pdf, "颠倒显示顺序"),
    "too large": ("大.pdf", lambda: hostile.pdf() + b"\0" * (20 * MEGABYTE), "不能超过20 MB"),
}  # fmt: skip


# The test client, and Werkzeug on its way to 413, leave the spool of a large body to the collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Before the next test, which is not excused."""
    yield
    gc.collect()


def address(number: str) -> str:
    return f"/console/casework/cases/{number}/files"


def send(client: FlaskClient, number: str, *files: tuple[str, bytes], **fields: str) -> Any:
    parts = [(io.BytesIO(content), name) for name, content in files]
    return client.post(address(number), data={"material": "", "note": "", **fields, "files": parts})


def contents(world: World) -> set[str]:
    with world.acting():
        return {path.name for path in store.root().glob("*/*") if path.is_file()}


def rows(world: World, number: str) -> list[Attachment]:
    with world.acting():
        query = select(Attachment).where(Attachment.case.has(number=number)).order_by(Attachment.id)
        return list(db.session.scalars(query))


@pytest.fixture
def open_case(county: World) -> str:
    return county.cases[LINGXI][1]


@pytest.mark.parametrize("lie", EIGHT_LIES)
def test_r56_eight_uploads_that_lie_are_refused_with_a_sentence_and_leave_nothing(
    lie: str, county: World, enter: Enter, open_case: str
) -> None:
    name, make, sentence = EIGHT_LIES[lie]
    before, kept = fingerprint(county.app), contents(county)

    answer = send(enter("lingxi_clerk"), open_case, ("证明.pdf", hostile.pdf(2)), (name, make()), note="原来的说明")

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="原来的说明"' in answer.text
    assert changed(before, fingerprint(county.app)) == []
    assert len(contents(county) - kept) <= 1, "the honest file beside it waits for the sweep"


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Werkzeug leaves its spool to the collector
def test_r55_two_hundred_megabytes_are_not_even_read(county: World, enter: Enter, open_case: str) -> None:
    """21 MB to a limit of 20, 200 MB and 2 GB as declared, and a body in chunks that does not end."""
    client, kept = enter("lingxi_clerk"), contents(county)
    plain = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": Endless()}
    declared = [
        client.post(address(open_case), environ_overrides=plain | {"CONTENT_LENGTH": str(size)})
        for size in (21 * MEGABYTE, 200 * MEGABYTE, 2 * 1024 * MEGABYTE)
    ]
    endless = Endless()
    pieces = {
        "wsgi.input": endless,
        "wsgi.input_terminated": True,
        "CONTENT_LENGTH": "",
        "HTTP_TRANSFER_ENCODING": "chunked",
    }
    chunked = client.post(address(open_case), environ_overrides=plain | pieces)

    assert [answer.status_code for answer in (*declared, chunked)] == [413] * 4
    assert endless.given <= 22 * MEGABYTE
    assert contents(county) == kept


class Endless(io.RawIOBase):
    """A body that never ends, and counts what was read of it."""

    def __init__(self) -> None:
        self.given = 0
        self.head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        head, self.head = self.head, b""
        piece = head or b"0" * (size if size > 0 else MEGABYTE)
        self.given += len(piece)
        return piece

    def readinto(self, buffer: Any) -> int:
        piece = self.read(len(buffer))[: len(buffer)]
        buffer[: len(piece)] = piece
        return len(piece)


def test_r63_a_file_comes_back_under_its_chinese_name_and_may_do_nothing(
    county: World, enter: Enter, open_case: str
) -> None:
    client = enter("lingxi_clerk")
    paper = client.get(address(open_case)).text.split('<option value="')[2].partition('"')[0]
    content = hostile.pdf(3)

    sent = send(client, open_case, ("证明.pdf", content), material=paper, note="身份证明")
    row = rows(county, open_case)[-1]
    answer = client.get(f"/console/casework/files/{row.code}")

    assert sent.status_code == 302
    assert (row.name, row.material_key, row.note, row.state) == ("证明.pdf", paper, "身份证明", "kept")
    assert answer.data == content
    assert "filename*=UTF-8''%E8%AF%81%E6%98%8E.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    with county.acting():
        query_code = db.session.scalar(select(Case.query_code).where(Case.number == open_case)) or ""
    known = frozenset({"证明.pdf", "样例附件.pdf", query_code})
    shown = page.get(client, f"/console/casework/cases/{open_case}", codes=known)
    assert f"/console/casework/files/{row.code}" in shown.text
    with county.acting():
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.act == "downloaded").order_by(AuditEntry.id)
        ).all()[-1]
        assert entry.changes == {"code": row.code}
        assert "证明" not in str(
            db.session.scalars(select(AuditEntry).where(AuditEntry.act == "attached")).all()[-1].changes
        )


def test_r57_a_photograph_is_kept_without_where_it_was_taken(county: World, enter: Enter, open_case: str) -> None:
    client = enter("lingxi_clerk")

    send(client, open_case, ("照片.JPG", hostile.picture_with_place()))
    answer = client.get(f"/console/casework/files/{rows(county, open_case)[-1].code}")

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"SECRET" not in answer.data


def test_r06_another_halls_file_is_not_there_and_the_try_is_noted(county: World, enter: Enter) -> None:
    """By its address, by the case's page and by the page that voids it; the sweep of R01 tries every role."""
    row = rows(county, county.cases[QIANKU][1])[0]
    client = enter("lingxi_clerk")
    with county.acting():
        noted = len(db.session.scalars(select(AuditEntry.id).where(AuditEntry.result == "denied")).all())

    answers = [
        client.get(f"/console/casework/files/{row.code}"),
        client.get(f"/console/casework/files/{row.code}/void"),
        client.post(f"/console/casework/files/{row.code}/void", data={"reason": "x", "_lock": "1"}),
        send(client, county.cases[QIANKU][1], ("a.pdf", hostile.pdf())),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert [client.get(f"/console/casework/files/{name}").status_code for name in (row.name, row.sha256)] == [404, 404]
    with county.acting():
        assert len(db.session.scalars(select(AuditEntry.id).where(AuditEntry.result == "denied")).all()) == noted + 4


def test_r07_who_does_not_handle_the_case_opens_no_file_and_reads_no_file_name(
    county: World, enter: Enter, open_case: str
) -> None:
    """A file may be a whole identity card, and its name somebody's name (decisions 29, 66)."""
    send(enter("lingxi_clerk"), open_case, ("样例某某的证明.pdf", hostile.pdf(2)))
    row = rows(county, open_case)[-1]
    supervisor = enter("supervisor")

    assert supervisor.get(f"/console/casework/files/{row.code}").status_code == 403
    assert enter("lingxi_leader").get(f"/console/casework/files/{row.code}").status_code == 200
    for path in (f"/console/casework/cases/{open_case}", "/console/casework/attachment/list/"):
        assert "样例某某" not in supervisor.get(path).text, path
    export = supervisor.get("/console/casework/attachment/export.csv")
    assert export.status_code == 200
    assert "样例某某" not in export.data.decode()


def test_a_mistaken_file_is_voided_with_a_reason_and_not_given_out_any_more(
    county: World, enter: Enter, open_case: str
) -> None:
    client = enter("lingxi_clerk")
    send(client, open_case, ("传错.pdf", hostile.pdf(4)))
    code = rows(county, open_case)[-1].code
    where = f"/console/casework/files/{code}/void"

    empty = client.post(where, data={"reason": " ", "_lock": "1"})
    done = client.post(where, data={"reason": "传错了人", "_lock": "1"})
    again = client.post(where, data={"reason": "再来", "_lock": "2"})

    assert (empty.status_code, done.status_code, again.status_code) == (422, 302, 409)
    assert client.get(f"/console/casework/files/{code}").status_code == 409
    assert "传错了人" in client.get(f"/console/casework/cases/{open_case}").text
    assert rows(county, open_case)[-1].void_reason == "传错了人"


def move(county: World, number: str, sender: str, taker: str, hall: str) -> None:
    """Hand the case over to the hall, and take it there."""
    with county.acting(sender):
        handing.hand(Handing(number, Desk(hall), "请贵中心办理"))
    with county.acting(taker):
        handing.take(number)


def test_r06_who_held_the_case_before_neither_adds_a_file_nor_voids_one(county: World, enter: Enter) -> None:
    number, client = county.cases[LINGXI][2], enter("lingxi_clerk")
    send(client, number, ("先前.pdf", hostile.pdf(9)))
    code = rows(county, number)[-1].code
    move(county, number, "lingxi_clerk", "qianku_clerk", QIANKU)

    with county.acting("lingxi_clerk"):
        one = receiving.receive(io.BytesIO(hostile.pdf(10)), "后来.pdf", field="files")
        with pytest.raises(NotAllowed):
            attachments.attach(number, [one], material_key="", note="")
        with pytest.raises(NotAllowed):
            attachments.void(code, "传错了人", version=1)
    added = send(client, number, ("后来.pdf", hostile.pdf(11)))
    voided = client.post(f"/console/casework/files/{code}/void", data={"reason": "传错了人", "_lock": "1"})

    readable = client.get(f"/console/casework/files/{code}").status_code
    left = [(row.code, row.void_reason) for row in rows(county, number)]
    move(county, number, "qianku_clerk", "lingxi_clerk", LINGXI)  # other tests add to this case

    assert (added.status_code, voided.status_code) == (403, 403)
    assert readable == 200, "it is still his to read"
    assert left == [(code, None)]


def test_a_file_twice_a_strange_paper_and_a_finished_case_are_refused(
    county: World, enter: Enter, open_case: str
) -> None:
    client = enter("lingxi_clerk")
    file = ("同一份.pdf", hostile.pdf(5))
    send(client, open_case, file)

    twice = send(client, open_case, file)
    strange = send(client, open_case, ("新.pdf", hostile.pdf(6)), material="nosuch")
    none = client.post(address(open_case), data={"material": "", "note": ""})

    assert [answer.status_code for answer in (twice, strange, none)] == [422] * 3
    assert "已经上传过了" in twice.text


def test_a_finished_case_takes_no_more_files(county: World, enter: Enter) -> None:
    number, client = county.cases[QIANKU][0], enter("qianku_clerk")
    with county.acting("qianku_clerk"):
        if db.session.scalar(select(Case.state).where(Case.number == number)) != "finished":
            finish.finish(number, "granted", "")

    assert client.get(address(number)).status_code == 409
    assert send(client, number, ("a.pdf", hostile.pdf())).status_code == 409
    with county.acting("qianku_clerk"), pytest.raises(Conflict):
        attachments.attach(number, [], material_key="", note="")


def test_r66_the_last_file_of_a_case_and_the_last_byte_of_a_day(
    county: World, open_case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = county.app.extensions["settings"]
    case = county.cases[QIANKU][1]
    with county.acting("qianku_clerk"):
        one = receiving.receive(io.BytesIO(hostile.pdf(7)), "甲.pdf", field="files")
        there = len(rows(county, case))
        monkeypatch.setitem(county.app.extensions, "settings", replace(settings, files_a_case=there))
        with pytest.raises(Refused) as full:
            attachments.attach(case, [one], material_key="", note="")
        monkeypatch.setitem(county.app.extensions, "settings", replace(settings, upload_mb_a_day=0))
        with pytest.raises(Refused) as spent:
            receiving.receive(io.BytesIO(hostile.pdf(8)), "乙.pdf", field="files")

    assert f"最多{there}个附件" in str(full.value.fields["files"])
    assert "每日上限" in str(spent.value.fields["files"])
    assert quota.too_much_today(5 * 1024 * MEGABYTE, 1, 2000) is not None


@pytest.fixture
def clamd() -> Iterator[str]:
    """A scanner that speaks clamd's INSTREAM and knows one virus."""
    folder = tempfile.TemporaryDirectory()  # pytest's own are too deep for the name of a socket
    where = f"{folder.name}/clamd"
    server = socket.socket(socket.AF_UNIX)
    server.bind(where)
    server.listen()

    def serve() -> None:
        while True:
            try:
                line, _from = server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                content = b""
                while length := int.from_bytes(sent.read(4), "big"):
                    content += sent.read(length)
                line.sendall(b"stream: Eicar-Signature FOUND\0" if hostile.EICAR in content else b"stream: OK\0")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"clamd:{where}"
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(10)
    folder.cleanup()


def test_r64_a_virus_is_refused_and_a_silent_scanner_keeps_the_file_shut(
    county: World, enter: Enter, clamd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, case, client = county.app.extensions["settings"], county.cases[QIANKU][1], enter("qianku_clerk")

    def by(named: str) -> None:
        monkeypatch.setitem(county.app.extensions, "settings", replace(settings, scanner=named))

    by(clamd)
    refused = send(client, case, ("病毒.pdf", hostile.pdf(stream=hostile.EICAR)))
    taken = send(client, case, ("干净.pdf", hostile.pdf(9)))
    by("clamd:/no/such/socket")
    waiting = send(client, case, ("待查.pdf", hostile.pdf(10)))
    infected = send(client, case, ("待查病毒.pdf", hostile.pdf(stream=hostile.EICAR)))
    found = {row.name: row for row in rows(county, case)}
    shut = client.get(f"/console/casework/files/{found['待查.pdf'].code}")
    told = client.get(f"/console/casework/cases/{case}").text
    by(clamd)
    with county.acting():
        again = chores.rescan()
    settled = {row.name: row.state for row in rows(county, case)}

    assert (refused.status_code, taken.status_code, waiting.status_code, infected.status_code) == (422, 302, 302, 302)
    assert "发现病毒" in refused.text
    assert (found["干净.pdf"].state, found["待查.pdf"].state) == ("kept", "quarantined")
    assert (shut.status_code, "待查毒" in told) == (409, True)
    assert (again.clean, again.infected, again.waiting) == (1, 1, 0)
    assert (settled["待查.pdf"], settled["待查病毒.pdf"]) == ("kept", "infected")
    assert client.get(f"/console/casework/files/{found['待查.pdf'].code}").status_code == 200
    assert client.get(f"/console/casework/files/{found['待查病毒.pdf'].code}").status_code == 409


@pytest.mark.parametrize(("exits", "state"), [(0, "clean"), (1, "infected"), (2, "unknown"), (127, "unknown")])
def test_r64_a_command_says_it_by_its_exit(exits: int, state: str, tmp_path: Path) -> None:
    file = tmp_path / "one"
    file.write_bytes(b"x")
    command = "/no/such/program" if exits == 127 else f"sh -c 'exit {exits}' scan"

    assert scanner.scan(file, command) == state
    assert scanner.scan(file, "") == "clean"


def test_r65_orphans_are_swept_but_not_the_young_nor_what_a_row_names(county: World, open_case: str) -> None:
    with county.acting("lingxi_clerk"):
        orphan = receiving.receive(io.BytesIO(hostile.pdf(11)), "孤.pdf", field="files")
        young = receiving.receive(io.BytesIO(hostile.pdf(12)), "新.pdf", field="files")
        named = receiving.receive(io.BytesIO(hostile.pdf(13)), "有.pdf", field="files")
        attachments.attach(county.cases[LINGXI][2], [named], material_key="", note="")
        half = store.root() / store.INCOMING / "half"
        half.write_bytes(b"half")
        for path in (store.sealed_path_of(orphan.sha256), store.sealed_path_of(named.sha256), half):
            os.utime(path, (1, 1))
    with county.acting():
        gone = chores.sweep()
        left = {one.sha256: store.sealed_path_of(one.sha256).exists() for one in (orphan, young, named)}

    assert gone >= 2
    assert left == {orphan.sha256: False, young.sha256: True, named.sha256: True}
    assert not half.exists()
