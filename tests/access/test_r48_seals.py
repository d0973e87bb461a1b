"""R48: what a seal covers cannot go unseen, even where the chain was cut and its end written anew; and seals come by themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from appcore import clock, work
from appcore.access import audit, audit_check, audit_digest, sealing, seals
from appcore.access.seals import Seal
from models.db import db
from tests.people import LINGXI_TOWN, acts, at

DROPS = {
    "sqlite": ("audit_entry_no_delete", "audit_entry_no_replace", "audit_head_grows", "audit_head_no_replace"),
    "postgres": ("audit_entry_append_only ON audit_entry", "audit_head_grows ON audit_head"),
}


@pytest.fixture
def sealed(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """A seeded trail with ten more entries, a seal in a folder of the test's own, and five entries after it."""
    before, jobs = app.extensions["settings"], app.extensions["jobs"]
    app.extensions["settings"] = replace(
        before, seal_file=str(tmp_path / "seals" / "audit.seals"), instance=str(tmp_path)
    )
    app.extensions["jobs"] = {"seal": jobs["seal"]}
    note(app, 10)
    with acts(app), clock.fixed(at("2026-03-02T09:00")):
        sealing.run()
    note(app, 5)
    yield app
    app.extensions["settings"], app.extensions["jobs"] = before, jobs


def note(app: Flask, count: int) -> None:
    with acts(app, LINGXI_TOWN):
        for number in range(count):
            audit.note("viewed", "window", str(number))


def path(app: Flask) -> Path:
    found: Path = app.extensions["settings"].seal_path
    return found


def kept(app: Flask) -> list[Seal]:
    return seals.read(path(app), keyed(app))[0]


def keyed(app: Flask) -> audit_digest.Keyed:
    return audit_digest.Keyed(app.extensions["settings"].audit_key)


def last(app: Flask) -> int:
    with app.app_context(), db.engine.connect() as connection:
        return int(connection.scalar(text("SELECT max(sequence) FROM audit_entry")) or 0)


def by_hand(app: Flask, store: str, change: Callable[[Connection], Any]) -> None:
    """What somebody does who owns the database but not the audit key."""
    with app.app_context(), db.engine.connect() as connection:
        for trigger in DROPS[store]:
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        change(connection)
        connection.commit()


def cut_after(connection: Connection, end: int) -> None:
    """Cut the tail and write the head as if the chain had always ended there: every hash still fits."""
    connection.execute(text("DELETE FROM audit_entry WHERE sequence > :n"), {"n": end})
    row = connection.execute(text("SELECT entry_hash FROM audit_entry WHERE sequence = :n"), {"n": end}).scalar()
    connection.execute(text("UPDATE audit_head SET sequence = :n, entry_hash = :h"), {"n": end, "h": row})


def verify(app: Flask, *more: str) -> tuple[int, list[str]]:
    told = app.test_cli_runner().invoke(args=["audit", "verify", *more])
    return told.exit_code, told.output.splitlines()


def test_r48_a_cut_tail_with_a_rewritten_head_is_found_against_a_seal(sealed: Flask, store: str) -> None:
    """The chain alone cannot know: without the seals the same trail is whole."""
    end = last(sealed) - 8
    by_hand(sealed, store, lambda connection: cut_after(connection, end))

    with acts(sealed):
        assert list(audit_check.findings()) == []
    sealed_at = end + 3
    assert verify(sealed) == (
        1,
        [
            f"audit row {end + 1}: the end of the chain was cut off: rows {end + 1} to {sealed_at} are gone, sealed 2026-03-02T01:00:00+00:00"
        ],
    )


def test_r48_rows_taken_out_of_what_a_seal_covers_are_named(sealed: Flask, store: str) -> None:
    by_hand(
        sealed, store, lambda connection: connection.execute(text("DELETE FROM audit_entry WHERE sequence IN (4, 5)"))
    )

    assert verify(sealed) == (1, ["audit row 6: rows 4 to 5 are missing before it (id 6)"])


def test_r48_a_chain_begun_anew_is_not_the_one_that_was_sealed(sealed: Flask, store: str) -> None:
    """Even somebody who has the key and writes a whole new chain is found: the seals say another hash."""
    end = last(sealed) - 8
    by_hand(sealed, store, lambda connection: cut_after(connection, end))
    note(sealed, 9)

    code, told = verify(sealed)

    assert code == 1
    assert told == [
        f"audit row {kept(sealed)[0].sequence}: it is not the row that was sealed 2026-03-02T01:00:00+00:00 (id {ids(sealed)})"
    ]


def ids(app: Flask) -> int:
    with app.app_context(), db.engine.connect() as connection:
        asked = text("SELECT id FROM audit_entry WHERE sequence = :n")
        return int(connection.scalar(asked, {"n": kept(app)[0].sequence}) or 0)


def test_r48_everything_cut_off_is_found_too(sealed: Flask, store: str) -> None:
    def empty(connection: Connection) -> None:
        connection.execute(text("DELETE FROM audit_entry"))
        connection.execute(text("UPDATE audit_head SET sequence = 0, entry_hash = :start"), {"start": audit.START})

    by_hand(sealed, store, empty)

    code, told = verify(sealed)
    assert code == 1
    assert told[0].startswith("audit row 1: the end of the chain was cut off: rows 1 to ")


def test_r48_a_seal_without_our_signature_counts_for_nothing_and_is_named(sealed: Flask) -> None:
    line = json.loads(path(sealed).read_text())
    with path(sealed).open("a") as handle:
        handle.write(json.dumps(line | {"sequence": line["sequence"] + 500}) + "\n\x00\xff no json\n")

    assert verify(sealed) == (
        1,
        ["seal line 2: it was not made with the audit key", "seal line 3: it was not made with the audit key"],
    )


def test_r48_a_seal_taken_out_of_the_middle_is_noticed(sealed: Flask) -> None:
    for _ in range(2):
        with acts(sealed):
            sealing.run()
        note(sealed, 1)
    first, _second, third = path(sealed).read_text().splitlines()
    path(sealed).write_text(f"{first}\n{third}\n")

    assert verify(sealed) == (1, ["seal line 2: seals before it were taken out"])


def test_r48_a_copy_kept_elsewhere_or_a_printed_seal_proves_what_the_own_file_lost(
    sealed: Flask, store: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.seals"
    copy.write_bytes(path(sealed).read_bytes())
    seal = kept(sealed)[0]
    groups = " ".join(seal.entry_hash[place : place + 8] for place in range(0, 64, 8)).upper()
    assert verify(sealed, "--seals", str(copy), "--printed", str(seal.sequence), groups)[0] == 0
    by_hand(sealed, store, lambda connection: cut_after(connection, seal.sequence - 2))
    path(sealed).unlink()

    assert verify(sealed)[0] == 1, "the database remembers that there were seals"
    assert verify(sealed, "--seals", str(copy))[0] == 1
    assert verify(sealed, "--printed", str(seal.sequence), groups)[1][1:] == [
        f"audit row {seal.sequence}: it is not the row of the printed seal"
    ]


def test_a_sound_trail_with_its_seals_is_whole(sealed: Flask) -> None:
    seal = kept(sealed)[0]

    assert verify(sealed) == (
        0, [f"the audit trail is whole: {last(sealed)} entries, 1 seals, the last of 2026-03-02T01:00:00+00:00 at row {seal.sequence}"],
    )  # fmt: skip


def test_the_seal_file_is_ours_alone_and_a_chain_at_rest_is_sealed_once(sealed: Flask) -> None:
    with acts(sealed):
        sealing.run()
        sealing.run()

    assert path(sealed).stat().st_mode & 0o077 == 0
    assert [seal.sequence for seal in kept(sealed)] == [last(sealed) - 5, last(sealed)]
    assert kept(sealed)[1].previous == kept(sealed)[0].signature


def test_a_trail_that_lost_a_sealed_row_is_told_at_the_next_seal(
    sealed: Flask, store: str, caplog: pytest.LogCaptureFixture
) -> None:
    end = last(sealed) - 8
    by_hand(sealed, store, lambda connection: cut_after(connection, end))

    with acts(sealed), pytest.raises(work.Stopped, match="no longer holds"):
        sealing.run()

    assert [one.getMessage() for one in caplog.records if "no longer holds" in one.getMessage()] == [
        f"the audit trail of 330327000000 no longer holds row {kept(sealed)[0].sequence}, sealed 2026-03-02T01:00:00+00:00"
    ]


def alarms(app: Flask) -> list[tuple[str, str]]:
    with app.app_context(), db.engine.connect() as connection:
        asked = text(
            "SELECT act, result FROM audit_entry WHERE act IN ('trail_broken', 'seals_missing', 'seal_resumed') ORDER BY sequence"
        )
        return [(row.act, row.result) for row in connection.execute(asked)]


def test_r48_nothing_is_sealed_over_a_lost_row_until_somebody_says_why(sealed: Flask, store: str) -> None:
    """A seal on top would hide the loss from the next look; the alarm stands in the trail once, the job fails each time."""
    first, end = kept(sealed)[0], last(sealed) - 8
    by_hand(sealed, store, lambda connection: cut_after(connection, end))

    for _ in range(2):
        with acts(sealed), pytest.raises(work.Stopped, match="no longer holds"):
            sealing.run()
    refused = sealed.test_cli_runner().invoke(args=["audit", "seal"])
    assert (refused.exit_code, kept(sealed), alarms(sealed)) == (1, [first], [("trail_broken", "failed")])

    gone_on = sealed.test_cli_runner().invoke(
        args=["audit", "seal", "--in-spite", "restored from the backup of 2 March"]
    )

    assert (gone_on.exit_code, len(kept(sealed))) == (0, 2)
    assert alarms(sealed)[1:] == [("seal_resumed", "done")]
    assert verify(sealed)[0] == 1, "the lost row stays named"
    with acts(sealed):
        sealing.run()


def test_r48_a_seal_file_that_is_gone_is_missed_and_not_begun_anew(sealed: Flask, tmp_path: Path) -> None:
    copy, seal = tmp_path / "copy.seals", kept(sealed)[0]
    path(sealed).rename(copy)

    code, told = verify(sealed)
    assert (code, len(told)) == (1, 1)
    assert told[0].startswith(f"audit row {seal.sequence}: it was sealed at ")
    assert "--seals FILE" in told[0]
    assert verify(sealed, "--seals", str(copy))[0] == 0
    for _ in range(2):
        with acts(sealed), pytest.raises(work.Stopped, match="not in the seal file"):
            sealing.run()
    assert (path(sealed).exists(), alarms(sealed)) == (False, [("seals_missing", "failed")])

    copy.rename(path(sealed))
    with acts(sealed):
        sealing.run()
    assert (verify(sealed)[0], len(kept(sealed))) == (0, 2)


def test_r48_a_seal_file_that_was_cut_at_its_end_is_missed_too(sealed: Flask, tmp_path: Path) -> None:
    for _ in range(2):
        note(sealed, 1)
        with acts(sealed):
            sealing.run()
    path(sealed).write_text(path(sealed).read_text().splitlines()[0] + "\n")

    with acts(sealed), pytest.raises(work.Stopped, match="not in the seal file"):
        sealing.run()
    assert verify(sealed)[0] == 1
    empty = tmp_path / "empty.seals"
    empty.touch()
    assert verify(sealed, "--seals", str(empty))[0] == 1


def test_r48_two_machines_on_one_database_each_have_seals_of_their_own(
    sealed: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "second")
    settings = sealed.extensions["settings"]
    sealed.extensions["settings"] = replace(settings, seal_file=str(tmp_path / "second.seals"))

    assert verify(sealed)[0] == 1, "this machine holds no seal of the trail yet"
    with acts(sealed):
        sealing.seal(in_spite="the second machine")
        note(sealed, 1)
        sealing.run()

    assert verify(sealed)[0] == 0


def renamed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "container-2")


def test_r48_a_container_with_a_new_name_and_no_seals_does_not_begin_anew_by_itself(
    sealed: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of a machine must not decide whether a lost file is missed."""
    path(sealed).rename(tmp_path / "lost.seals")
    renamed(sealed, monkeypatch)

    for _ in range(2):
        with acts(sealed), pytest.raises(work.Stopped, match="bring its seal file here"):
            sealing.run()

    assert (path(sealed).exists(), alarms(sealed)) == (False, [("seals_missing", "failed")])


def test_r48_a_container_with_a_new_name_goes_on_with_the_file_that_it_kept(
    sealed: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(sealed, monkeypatch)
    with acts(sealed):
        sealing.run()

    assert (verify(sealed)[0], len(kept(sealed)), alarms(sealed)) == (0, 2, [])
    path(sealed).unlink()
    with acts(sealed), pytest.raises(work.Stopped, match="not in the seal file"):
        sealing.run()


def test_r48_what_another_place_sealed_and_the_trail_lost_is_told_here(
    sealed: Flask, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, end = replace(sealed.extensions["settings"]), last(sealed)
    monkeypatch.setattr("socket.gethostname", lambda: "second")
    sealed.extensions["settings"] = replace(first, seal_file=str(tmp_path / "second.seals"))
    with acts(sealed):
        sealing.seal(in_spite="the second machine")
    monkeypatch.undo()
    sealed.extensions["settings"] = first
    by_hand(sealed, store, lambda connection: cut_after(connection, end - 2))

    with acts(sealed), pytest.raises(work.Stopped, match=r"sealed .* at second:"):
        sealing.run()
    assert any("second:" in line for line in verify(sealed)[1])
    with acts(sealed):
        sealing.seal(in_spite="restored from the backup of 2 March")
        sealing.run()


def test_r48_a_place_that_no_longer_seals_is_named_once(
    sealed: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "second")
    settings = sealed.extensions["settings"]
    sealed.extensions["settings"] = replace(settings, seal_file=str(tmp_path / "second.seals"))
    later = clock.now() + timedelta(days=2)
    with acts(sealed):
        sealing.seal(in_spite="the second machine")
        with clock.fixed(later.replace(tzinfo=None)):
            for _ in range(2):
                sealing.run()

    with sealed.app_context(), db.engine.connect() as connection:
        asked = text("SELECT count(*) FROM audit_entry WHERE act = 'seal_place_silent'")
        assert connection.scalar(asked) == 1
    with clock.fixed(later.replace(tzinfo=None)):
        code, told = verify(sealed)
    assert (code, "has not sealed since" in told[0]) == (0, True)


# --- the second place --------------------------------------------------------------------------------------------------


def test_each_seal_goes_to_the_second_place_once_and_what_it_missed_goes_later(sealed: Flask, tmp_path: Path) -> None:
    """The command stands for ssh or curl: it reads a seal from standard input."""
    vault, shut = tmp_path / "vault", tmp_path / "shut"
    settings = sealed.extensions["settings"]
    sealed.extensions["settings"] = replace(settings, seal_command=f"sh -c 'test ! -e {shut} && cat >>{vault}'")
    shut.touch()
    with acts(sealed), pytest.raises(work.Stopped, match="ended with 1"):
        sealing.run()
    note(sealed, 1)
    shut.unlink()

    with acts(sealed):
        sealing.run()
        sealing.run()

    assert vault.read_bytes() == path(sealed).read_bytes()
    assert len(kept(sealed)) == 3


def test_a_command_that_is_not_there_does_not_stop_the_sealing(sealed: Flask) -> None:
    settings = sealed.extensions["settings"]
    sealed.extensions["settings"] = replace(settings, seal_command="/nonexistent/vault")

    with acts(sealed), pytest.raises(work.Stopped, match="FileNotFoundError"):
        sealing.run()

    assert len(kept(sealed)) == 2


# --- flask work --------------------------------------------------------------------------------------------------------


def work_once(app: Flask) -> tuple[int, str]:
    told = app.test_cli_runner().invoke(args=["work", "--once"])
    return told.exit_code, told.output


def test_work_seals_every_quarter_of_an_hour_and_no_oftener(sealed: Flask) -> None:
    with clock.fixed(at("2026-03-02T09:00")):
        assert work_once(sealed) == (0, "seal: done\n")
        assert work_once(sealed) == (0, "")
    note(sealed, 1)
    with clock.fixed(at("2026-03-02T09:00") + timedelta(minutes=15)):
        assert work_once(sealed) == (0, "seal: done\n")

    assert len(kept(sealed)) == 3


def test_a_process_that_finds_another_at_work_leaves_it_alone(sealed: Flask) -> None:
    with work._alone(sealed) as is_ours:
        assert is_ours
        assert work.run_due(sealed) == {}

    assert work.run_due(sealed) == {"seal": "done"}


def test_a_job_that_breaks_does_not_stop_the_others_and_says_no_more_than_its_kind(
    sealed: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks() -> None:
        raise ValueError("13800001234")

    monkeypatch.setitem(sealed.extensions["jobs"], "breaks", work.Job("breaks", timedelta(minutes=1), breaks))
    monkeypatch.setitem(sealed.extensions["jobs"], "other", work.Job("other", timedelta(minutes=1), lambda: None))

    assert work.run_due(sealed) == {"seal": "done", "breaks": "failed", "other": "done"}
    assert "job breaks failed: ValueError" in caplog.text
    assert "13800001234" not in caplog.text


def test_the_close_of_a_worker_seals_what_is_new(sealed: Flask) -> None:
    worker = work.Worker(sealed)
    worker.start()

    worker.stop()

    assert kept(sealed)[-1].sequence == last(sealed)
    assert not worker.is_alive()


def test_work_state_survives_a_torn_file(sealed: Flask) -> None:
    folder = Path(sealed.extensions["settings"].instance)
    (folder / "work.json").write_text('{"seal": ')

    assert work.run_due(sealed) == {"seal": "done"}
    assert "seal" in json.loads((folder / "work.json").read_text())
    assert not (folder / f"work.{os.getpid()}").exists()
