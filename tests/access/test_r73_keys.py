"""R73, R74: keys change while people work, a run that is killed goes on, and what does not open raises an alarm."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, select, text

from appcore import self_check
from appcore.access import ciphers, keys, privacy, rekey
from appcore.settings import PREFIX, Settings, SettingsError
from models.audit import AuditEntry
from models.case import Case, Party
from models.db import db, house_session
from tests.conftest import SECRETS, House
from tests.trail import first_bad_row
from tests.world import World

HERE = Path(__file__).parents[2]
OTHER = {"field": "ab" * 16 + "0123456789abcdef" * 2, "index": "cd" * 16 + "0123456789abcdef" * 2}


@pytest.fixture
def key_file(county: World) -> Iterator[Path]:
    """Where this app keeps the keys that it makes; what a test left under other keys comes back under the first one."""
    settings: Settings = county.app.extensions["settings"]
    yield settings.key_path
    held = county.app.extensions["settings"] = settings
    old = ",".join(f"{row['field']}:{row['index']}" for row in made(held.key_path))
    held.key_path.unlink(missing_ok=True)
    county.app.extensions["settings"] = replace(settings, old_keys=old)
    flask(county.app, "keys", "rotate") if not all_under_newest(county.app) else None
    county.app.extensions["settings"] = settings
    assert all_under_newest(county.app)


def made(path: Path) -> list[dict[str, str]]:
    return json.loads(path.read_text())["generations"] if path.exists() else []


def flask(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


def heads(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {head.hex(): count for head, count in rekey.by_key(house_session()).items()}


def all_under_newest(app: Flask) -> bool:
    with app.app_context():
        return set(rekey.by_key(house_session())) == {privacy.current_header()}


def everything(world: World) -> list[tuple[Any, ...]]:
    """Every personal value in clear, with what re-sealing may not touch."""
    with world.acting():
        rows = db.session.scalars(select(Party).order_by(Party.id)).all()
        parties = [
            (
                one.id,
                one.version,
                one.changed_by,
                one.changed_at,
                *[privacy.get(one, name) for name in ("id_number", "phone", "address")],
            )
            for one in rows
        ]
        cases = [
            (one.id, one.version, one.changed_by, json.dumps(privacy.get_answers(one), sort_keys=True))
            for one in db.session.scalars(select(Case).order_by(Case.id))
        ]
        return [*parties, *cases]


def found_by(world: World, number: str) -> list[int]:
    with world.acting():
        query = select(Party.id).where(Party.id_number_index.in_(privacy.indexes_of([number])))
        return sorted(db.session.scalars(query))


def numbers_of(world: World) -> dict[int, str]:
    with world.acting():
        return {
            one.id: privacy.get(one, "id_number") or ""
            for one in db.session.scalars(select(Party))
            if one.id_number_sealed
        }


# --- rotation ----------------------------------------------------------------------------------------------------------


def test_r73_after_a_change_of_keys_every_value_reads_and_is_found_as_before(county: World, key_file: Path) -> None:
    before, numbers, old = everything(county), numbers_of(county), heads(county.app)

    told = flask(county.app, "keys", "rotate", "--batch", "3")

    assert told.exit_code == 0, told.output
    assert "the old keys may be removed" in told.output
    assert heads(county.app).keys().isdisjoint(old)
    assert sum(heads(county.app).values()) == sum(old.values()) > 10
    assert everything(county) == before, "content, version and who changed a row are as they were"
    assert all(one in found_by(county, number) for one, number in numbers.items())
    with county.acting():
        fresh = bytes.fromhex(made(key_file)[0]["index"])
        assert {one.index for one in keys.ring().all()} >= {fresh}
        indexes = set(db.session.scalars(select(Party.id_number_index).where(Party.id_number_index.is_not(None))))
        assert indexes == {privacy.index_of(number) for number in numbers.values()}, (
            "the index is under its new key too"
        )


def test_r73_halfway_old_and_new_rows_both_read_and_both_are_found(county: World, key_file: Path) -> None:
    before, numbers = everything(county), numbers_of(county)
    assert flask(county.app, "keys", "new").exit_code == 0
    with county.acting():
        steps = rekey.reseal(house_session(), batch=1)
        for _step in range(5):
            next(steps)
        del steps

    assert len(heads(county.app)) == 2, "some values are under the old key, some under the new one"
    assert everything(county) == before
    assert all(one in found_by(county, number) for one, number in numbers.items())
    refused = flask(county.app, "keys", "drop", keys_old(county))
    assert refused.exit_code == 1
    assert "still need this key" in refused.output


def test_r73_what_somebody_writes_between_reading_and_sealing_anew_stays(county: World, key_file: Path) -> None:
    """Another value comes into the row after the run has read it, just before its own statement."""
    with county.acting():
        party = db.session.scalars(select(Party).where(Party.phone_sealed.is_not(None)).order_by(Party.id)).first()
        assert party is not None
        row_id, old, bound_to = (
            party.id,
            privacy.get(party, "phone"),
            privacy.place("party", "phone_sealed", party.row_uid),
        )
    assert flask(county.app, "keys", "new").exit_code == 0
    written: list[str] = []

    def write(connection: Connection, phone: str | None) -> None:
        values = {"sealed": privacy.seal(phone or "", bound_to), "mark": privacy.index_of(phone or ""), "id": row_id}
        written.append(phone or "")
        connection.execute(text("UPDATE party SET phone_sealed = :sealed, phone_index = :mark WHERE id = :id"), values)

    def somebody(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("UPDATE party SET") and not written:
            write(connection, "13900000077")

    with county.acting():
        event.listen(db.engine, "before_cursor_execute", somebody)
        try:
            list(rekey.reseal(house_session()))
        finally:
            event.remove(db.engine, "before_cursor_execute", somebody)
        db.session.expire_all()
        kept = db.session.get_one(Party, row_id)
        found = privacy.get(kept, "phone"), kept.phone_index
        expected = "13900000077", privacy.index_of("13900000077")
        with db.engine.begin() as connection:
            write(connection, old)

    assert written == ["13900000077", old]
    assert found == expected
    assert all_under_newest(county.app), "and nothing else was left out"


def keys_old(world: World) -> str:
    with world.app.app_context():
        return keys.ring().all()[-1].id.hex()


def environment(house: House) -> dict[str, str]:
    settings = house.settings
    named = {f"{PREFIX}{name.upper()}": value for name, value in SECRETS.items()}
    return os.environ | named | {
        f"{PREFIX}DATABASE_URL": settings.url, f"{PREFIX}INSTANCE": settings.instance, "FLASK_APP": "app", "PYTHONWARNINGS": "",
    }  # fmt: skip


def test_r73_a_run_that_is_killed_goes_on_without_a_further_key(house: House, county: World, key_file: Path) -> None:
    """kill -9 between two transactions of a real process."""
    before = everything(county)
    running = subprocess.Popen(
        [sys.executable, "-m", "flask", "keys", "rotate", "--batch", "1"],
        cwd=HERE, env=environment(house), text=True, stdout=subprocess.PIPE, bufsize=1,
    )  # fmt: skip
    assert running.stdout is not None
    lines = [running.stdout.readline() for _line in range(4)]
    os.kill(running.pid, signal.SIGKILL)
    running.stdout.close()
    running.wait()

    assert "done" in lines[-1], lines
    assert len(heads(county.app)) == 2, "it was killed halfway"
    assert everything(county) == before

    told = flask(county.app, "keys", "rotate")

    assert told.exit_code == 0, told.output
    assert told.output.startswith("going on: ")
    assert len(made(key_file)) == 1
    assert all_under_newest(county.app)
    assert everything(county) == before


def test_r73_an_old_key_of_the_file_can_go_when_nothing_needs_it(county: World, key_file: Path) -> None:
    flask(county.app, "keys", "rotate")
    first = made(key_file)[0]
    flask(county.app, "keys", "rotate")
    with county.app.app_context():
        first_id = keys.generation(first["field"], first["index"]).id.hex()

    assert flask(county.app, "keys", "drop", first_id).exit_code == 0
    assert [row["field"] for row in made(key_file)] != [first["field"]]
    assert len(made(key_file)) == 1
    assert flask(county.app, "keys", "drop", keys_old(county)).exit_code == 1, "that of the environment goes there"


def test_r73_a_key_that_comes_by_hand_is_taken_and_no_other_made(county: World, key_file: Path) -> None:
    settings: Settings = county.app.extensions["settings"]
    by_hand = replace(
        settings, field_key=OTHER["field"], index_key=OTHER["index"],
        old_keys=f"{SECRETS['field_key']}:{SECRETS['index_key']}",
    )  # fmt: skip
    before = everything(county)
    county.app.extensions["settings"] = by_hand

    told = flask(county.app, "keys", "rotate")

    assert told.exit_code == 0, told.output
    assert not key_file.exists()
    assert everything(county) == before
    county.app.extensions["settings"] = replace(settings, old_keys=f"{OTHER['field']}:{OTHER['index']}")
    assert flask(county.app, "keys", "rotate").exit_code == 0


def test_r73_the_other_algorithm_by_setting_and_both_are_read(county: World, key_file: Path) -> None:
    settings: Settings = county.app.extensions["settings"]
    before = everything(county)
    county.app.extensions["settings"] = replace(settings, cipher="aes-256-gcm")

    assert everything(county) == before, "what SM4 sealed is read"
    assert flask(county.app, "keys", "rotate").exit_code == 0
    assert {head[:2] for head in heads(county.app)} == {"02"}
    county.app.extensions["settings"] = settings
    assert everything(county) == before, "what AES sealed is read"
    assert flask(county.app, "keys", "rotate").exit_code == 0
    assert {head[:2] for head in heads(county.app)} == {"01"}


def test_the_change_of_keys_is_in_the_trail(county: World, key_file: Path) -> None:
    flask(county.app, "keys", "rotate")

    with county.acting():
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
        assert [one.act for one in last] == ["keys_rotated", "key_made"]
        assert last[0].changes["left"] == 0
        assert first_bad_row() is None
        assert not any(made(key_file)[0][kind] in str(one.changes) for one in last for kind in ("field", "index"))


# --- where keys come from ----------------------------------------------------------------------------------------------


def test_a_key_file_that_others_can_read_stops_the_start_by_name(county: World, key_file: Path) -> None:
    assert flask(county.app, "keys", "new").exit_code == 0
    assert key_file.stat().st_mode & 0o777 == 0o600
    key_file.chmod(0o640)
    keys.ring_of.cache_clear()

    with county.app.app_context(), pytest.raises(SettingsError, match=r"keys\.json can be read by others"):
        self_check.run(county.app.extensions["settings"], db.engine)
    key_file.chmod(0o600)


@pytest.mark.parametrize("content", ["", "{}", '{"generations": [{"field": "ab", "index": "cd"}]}', "[1]"])
def test_a_key_file_that_is_none_stops_the_start_by_name(county: World, tmp_path: Path, content: str) -> None:
    path = tmp_path / "mine.json"
    path.write_text(content)
    path.chmod(0o600)
    spoilt = replace(county.app.extensions["settings"], key_file=str(path))

    with county.app.app_context(), pytest.raises(SettingsError, match=r"mine\.json is no file of keys"):
        self_check.run(spoilt, db.engine)


class Vault:
    """A provider as a county would write one for its KMS."""

    def __init__(self, settings: Settings) -> None:
        self.held = [keys.generation(**OTHER)]

    def generations(self) -> list[keys.Generation]:
        return self.held

    def add(self, fresh: keys.Generation) -> None:
        self.held.insert(0, fresh)

    def drop(self, key_id: bytes) -> None:
        self.held = [one for one in self.held if one.id != key_id]


def test_a_provider_of_ones_own_gives_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "Vault", Vault, raising=False)
    app = Flask("vault")
    app.extensions["settings"] = Settings(
        secret_key=SECRETS["secret_key"], audit_key=SECRETS["audit_key"], key_provider="appcore.access.keys:Vault"
    )
    with app.app_context():
        party = Party()
        privacy.put(party, "id_number", "999999199001010017")
        sealed = party.id_number_sealed or b""
        keys.ring().make()

        assert ciphers.key_id_of(sealed) == keys.generation(**OTHER).id
        assert privacy.get(party, "id_number") == "999999199001010017"
        assert len(privacy.indexes_of(["999999199001010017"])) == 2


def test_a_provider_that_cannot_be_had_stops_the_start_by_name(county: World) -> None:
    lost = replace(county.app.extensions["settings"], key_provider="nowhere.at_all:Kms")

    with county.app.app_context(), pytest.raises(SettingsError, match=r"nowhere\.at_all:Kms.*cannot be loaded"):
        self_check.run(lost, db.engine)


# --- R74 ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def swapped(county: World) -> Iterator[str]:
    """The sealed numbers of two parties changed places in the database; the number of the case of one of them."""
    with county.acting() as _system:
        pair = db.session.execute(
            select(Party.id, Party.case_id, Party.id_number_sealed)
            .where(Party.hall_code == "330327100000-01")
            .order_by(Party.id)
            .limit(2)
        ).all()
        number = db.session.scalar(select(Case.number).where(Case.id == pair[0].case_id))
    exchange(county, {pair[0].id: pair[1].id_number_sealed, pair[1].id: pair[0].id_number_sealed})
    yield str(number)
    exchange(county, {one.id: one.id_number_sealed for one in pair})


def exchange(world: World, values: dict[int, bytes]) -> None:
    with world.app.app_context(), db.engine.connect() as connection:
        for row_id, sealed in values.items():
            connection.execute(
                text("UPDATE party SET id_number_sealed = :sealed WHERE id = :id"), {"sealed": sealed, "id": row_id}
            )
        connection.commit()


def test_r74_a_swapped_value_is_refused_and_the_auditor_reads_of_it(county: World, enter: Any, swapped: str) -> None:
    client: FlaskClient = enter("lingxi_clerk")

    answer = client.get(f"/console/casework/cases/{swapped}")

    assert answer.status_code == 500
    assert "打不开" in answer.text
    assert "报警：加密内容打不开" in enter("auditor").get("/console/access/audit/list/").text
    with county.acting():
        query = select(AuditEntry).where(AuditEntry.act == "unreadable").order_by(AuditEntry.id.desc()).limit(1)
        last = db.session.scalars(query).one()
        assert (last.act, last.noun, last.result, last.changes["column"]) == (
            "unreadable",
            "party",
            "failed",
            "id_number_sealed",
        )


def test_r74_what_does_not_open_is_counted_and_keeps_the_old_key(county: World, key_file: Path, swapped: str) -> None:
    told = flask(county.app, "keys", "rotate")

    assert told.exit_code == 1
    assert "2 do not open, 2 left" in told.output
    assert "the old keys must stay" in told.output
