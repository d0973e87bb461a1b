"""R65: a content is whole and on the disk before anybody speaks of it; a kill at any moment leaves no half of one."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from appcore.access.files import store
from appcore.settings import Settings

ROOT = Path(__file__).parents[2]
KEEPS_ON = """
import os, sys
from pathlib import Path
from flask import Flask
from appcore.access.files import store
from appcore.settings import Settings

app = Flask("store")
app.extensions["settings"] = Settings(instance=sys.argv[1])
with app.app_context():
    while True:
        with store.incoming() as path:
            path.write_bytes(os.urandom(300_000))
            print(store.keep(path)[0], flush=True)
"""


@pytest.fixture
def bare(tmp_path: Path) -> Flask:
    """An app that knows its folder and has no database."""
    made = Flask("store")
    made.extensions["settings"] = Settings(instance=str(tmp_path))
    return made


def test_r65_kill_9_leaves_every_acknowledged_content_whole_and_none_in_halves(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KEEPS_ON, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(25)]
        process.kill()
        told += process.stdout.read().split()

    kept = [path for path in (tmp_path / "files").glob("??/*") if path.is_file()]
    assert {path.name for path in kept} >= {one for one in told if len(one) == 64}
    assert [path.name for path in kept if hashlib.sha256(path.read_bytes()).hexdigest() != path.name] == []


def test_r65_a_content_is_synced_before_it_gets_its_name_and_its_folder_after(
    bare: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def noted(name: str, real: Any) -> Any:
        def run(*arguments: Any) -> Any:
            order.append(name)
            return real(*arguments)

        return run

    monkeypatch.setattr(os, "fsync", noted("sync", os.fsync))
    monkeypatch.setattr(Path, "replace", noted("name", Path.replace))
    with bare.app_context(), store.incoming() as path:
        path.write_bytes(b"content")
        sha256, size = store.keep(path)
        there = store.path_of(sha256).read_bytes()

    assert (there, size) == (b"content", 7)
    assert order == ["sync", "name", "sync", "sync"]


def test_r65_a_refused_file_leaves_nothing(bare: Flask) -> None:
    with bare.app_context():
        with pytest.raises(store.NotTaken), store.incoming() as path:
            store.write(io.BytesIO(b"0" * (2 * 1024 * 1024 + 1)), path, 2)

        assert list((store.root() / store.INCOMING).iterdir()) == []


def kept(content: bytes) -> str:
    with store.incoming() as path:
        path.write_bytes(content)
        return store.keep(path)[0]


def test_the_same_content_twice_lies_there_once_and_is_young_again(bare: Flask) -> None:
    with bare.app_context():
        sha256 = kept(b"the same")
        os.utime(store.path_of(sha256), (1, 1))
        kept(b"the same")

        assert store.sweep(set()) == 0, "young"
        os.utime(store.path_of(sha256), (1, 1))
        assert store.sweep({sha256}) == 0, "known"
        assert store.sweep(set()) == 1
