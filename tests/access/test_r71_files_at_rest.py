"""R71, R73, R74: what people hand in lies sealed on the disk, opens by its row alone, and comes under a new key with the rest."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore.access import keys
from appcore.access.files import chores, receiving, store, vault
from appcore.access.files.receiving import Received
from appcore.access.privacy import Unreadable
from appcore.casework import attachments
from models.attachment import Attachment
from models.audit import AuditEntry
from models.db import db
from tests import hostile
from tests.world import LINGXI, World

Enter = Callable[[str], FlaskClient]
SIZES = (0, 1, vault.PIECE - 1, vault.PIECE, vault.PIECE + 1, 3 * vault.PIECE)
MARKER = b"SECRET-OF-SOMEBODY"


@pytest.fixture
def own_keys(county: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A key file of the test's own, so that a new key stays here."""
    settings = county.app.extensions["settings"]
    monkeypatch.setitem(
        county.app.extensions,
        "settings",
        replace(settings, key_file=str(tmp_path / "keys.json"), instance=str(tmp_path)),
    )
    return county.app


def kept(content: bytes, *, sealed: bool) -> str:
    with store.incoming() as path:
        path.write_bytes(content)
        return store.keep(path, sealed=sealed)[0]


def read(sha256: str) -> tuple[int, bytes]:
    with store.opened(sha256, sealed=True) as (size, pieces):
        return size, b"".join(pieces)


@pytest.mark.parametrize("cipher", ["sm4-gcm", "aes-256-gcm"])
@pytest.mark.parametrize("size", SIZES)
def test_r71_a_content_of_any_size_comes_back_as_it_was_and_lies_in_no_clear(
    county: World, own_keys: Flask, monkeypatch: pytest.MonkeyPatch, size: int, cipher: str
) -> None:
    monkeypatch.setitem(own_keys.extensions, "settings", replace(own_keys.extensions["settings"], cipher=cipher))
    content = os.urandom(size)[: max(0, size - len(MARKER))] + MARKER[:size]

    with county.acting():
        sha256 = kept(content, sealed=True)

        assert read(sha256) == (size, content)
        assert not store.path_of(sha256).exists()
        assert size < len(MARKER) or MARKER not in store.sealed_path_of(sha256).read_bytes()


def test_r74_a_changed_cut_moved_or_replaced_content_does_not_open(county: World, own_keys: Flask) -> None:
    with county.acting():
        sha256, other = (kept(os.urandom(2 * vault.PIECE + 9), sealed=True) for _ in range(2))
        path = store.sealed_path_of(sha256)
        whole = path.read_bytes()
        piece = vault.PIECE + 16
        faults = {
            "a bit": whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:],
            "the last piece cut off": whole[: vault.HEAD + 2 * piece],
            "half a piece cut off": whole[:-5],
            "two pieces exchanged": whole[: vault.HEAD] + whole[vault.HEAD + piece : vault.HEAD + 2 * piece] + whole[vault.HEAD : vault.HEAD + piece] + whole[vault.HEAD + 2 * piece :],
            "another row's": store.sealed_path_of(other).read_bytes(),
            "nothing": b"",
            "its beginning": whole[:20],
        }  # fmt: skip
        for name, content in faults.items():
            path.write_bytes(content)
            with pytest.raises(Unreadable):
                pytest.fail(f"{name}: {read(sha256)[0]}")
        path.unlink()
        store.path_of(sha256).write_bytes(b"something else in the clear")
        with pytest.raises(Unreadable):
            read(sha256)


def attached(county: World, name: str, content: bytes) -> Received:
    with county.acting("lingxi_clerk"):
        one = receiving.receive(io.BytesIO(content), name, field="files")
        attachments.attach(county.cases[LINGXI][1], [one], material_key="", note="")
        return one


def download(client: FlaskClient, county: World, sha256: str) -> tuple[int, bytes]:
    with county.acting():
        code = db.session.scalar(select(Attachment.code).where(Attachment.sha256 == sha256))
    answer = client.get(f"/console/casework/files/{code}")
    return answer.status_code, answer.data


def test_r71_what_is_uploaded_is_sealed_and_downloaded_by_its_row(county: World, own_keys: Flask, enter: Enter) -> None:
    content = hostile.pdf(21, text=MARKER.decode())

    one = attached(county, "甲.pdf", content)

    with county.acting():
        lying = [path for path in store.root().rglob("*") if path.is_file() and MARKER in path.read_bytes()]
        assert (lying, store.sealed_path_of(one.sha256).exists()) == ([], True)
    assert download(enter("lingxi_clerk"), county, one.sha256) == (200, content)
    assert download(enter("qianku_clerk"), county, one.sha256)[0] == 404


def test_r74_a_content_that_does_not_open_is_an_alarm_and_not_half_a_file(
    county: World, own_keys: Flask, enter: Enter
) -> None:
    one = attached(county, "坏.pdf", hostile.pdf(22))
    with county.acting():
        path = store.sealed_path_of(one.sha256)
        path.write_bytes(path.read_bytes()[:-1])

    status, page = download(enter("lingxi_clerk"), county, one.sha256)

    assert (status, b"%PDF" in page) == (500, False)
    with county.acting():
        last = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "unreadable")).all()[-1]
        assert (last.noun, last.row_key, last.result) == ("attachment", one.sha256, "failed")


def test_r73_rotation_brings_files_under_the_new_key_and_seals_what_lay_in_the_clear(
    county: World, own_keys: Flask
) -> None:
    sealed, old = attached(county, "新.pdf", hostile.pdf(23)), attached(county, "旧.pdf", hostile.pdf(24))
    with county.acting():
        store.sealed_path_of(old.sha256).unlink()  # as it lay before contents were sealed
        store.path_of(old.sha256).write_bytes(hostile.pdf(24))
        before = vault.header_of(store.sealed_path_of(sealed.sha256))
        assert chores.unsealed() == [old.sha256]
        assert len(read(old.sha256)[1]) == old.size
    run = own_keys.test_cli_runner()
    assert "1 files are not sealed yet" in run.invoke(args=["keys", "status"]).output

    with county.acting():
        keys.ring().make()
        assert len(list(zip(range(1), chores.reseal(), strict=False))) == 1  # a run that was cut off after one file
    told = run.invoke(args=["keys", "rotate"])

    assert told.exit_code == 0, told.output
    assert "going on" in told.output
    with county.acting():
        wanted = keys.ring().newest().id
        for one in (sealed, old):
            assert vault.header_of(store.sealed_path_of(one.sha256))[1:] == wanted
            assert not store.path_of(one.sha256).exists()
            assert read(one.sha256)[0] == one.size
        assert before[1:] != wanted
        assert chores.unsealed() == []


def test_r65_the_sweep_spares_sealed_contents_and_takes_a_clear_twin(county: World, own_keys: Flask) -> None:
    one = attached(county, "扫.pdf", hostile.pdf(25))
    with county.acting():
        twin, sealed = store.path_of(one.sha256), store.sealed_path_of(one.sha256)
        twin.write_bytes(hostile.pdf(25))
        orphan = store.sealed_path_of(kept(b"%PDF-orphan", sealed=True))
        for path in (twin, sealed, orphan):
            os.utime(path, (1, 1))
        chores.sweep()

        assert (twin.exists(), sealed.exists(), orphan.exists()) == (False, True, False)
