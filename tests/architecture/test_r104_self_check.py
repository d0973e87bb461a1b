"""R104: the program looks around before it serves, and refuses or warns by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from appcore import clock, self_check
from appcore.settings import SettingsError
from models.db import SAFE_SQLITE, db, sqlite_is_safe


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 50, 6), (3, 51, 2)])
def test_r104_a_sqlite_with_the_wal_reset_fault_is_not_safe(version: tuple[int, ...]) -> None:
    assert not sqlite_is_safe(version)


@pytest.mark.parametrize("version", [*SAFE_SQLITE, (3, 51, 3), (3, 53, 4)])
def test_r104_a_mended_sqlite_is_safe(version: tuple[int, ...]) -> None:
    assert sqlite_is_safe(version)


def test_r104_little_disk_is_told() -> None:
    assert [one.sentence for one in self_check.disk(500 * 1024**2)] == ["only 500 MB of disk are free"]
    assert list(self_check.disk(2 * self_check.GIGABYTE)) == []


def test_r104_a_sound_installation_has_no_findings(app: Flask) -> None:
    with app.app_context():
        assert [one for one in self_check.findings(app.extensions["settings"], db.engine) if one.fatal] == []


def test_r104_a_key_file_that_others_can_read_stops_the_start(app: Flask, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.env"
    secrets.write_text("BANSHITAI_SECRET_KEY=x")
    secrets.chmod(0o644)
    elsewhere = replace(app.extensions["settings"], instance=str(tmp_path))

    with app.app_context(), pytest.raises(SettingsError, match=r"secrets\.env can be read by others"):
        self_check.run(elsewhere, db.engine)


def test_r104_a_clock_behind_the_last_audit_entry_stops_the_start(app: Flask) -> None:
    past = datetime.combine(clock.local_today() - timedelta(days=4000), datetime.min.time())

    with app.app_context(), clock.fixed(past), pytest.raises(SettingsError, match="behind the last audit entry"):
        self_check.run(app.extensions["settings"], db.engine)
