"""R23, R104: the program does not start on what is missing or weak, and its last words name each setting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from appcore import settings
from appcore.settings import PREFIX, SettingsError
from tests.conftest import SECRETS

HERE = Path(__file__).parents[2]
GOOD = {f"{PREFIX}{name.upper()}": value for name, value in SECRETS.items()}
WEAK = {
    "missing": None,
    "empty": "",
    "a word": "changeme",
    "short": "ab" * 31,
    "long": "ab" * 33,
    "zeros": "0" * 64,
    "one letter": "f" * 64,
    "two letters": "01" * 32,
    "no hex": "g" * 64,
    "capitals": SECRETS["secret_key"].upper(),
    "wide digits": "１" * 64,
    "a line more": SECRETS["secret_key"] + "\n",
}


def test_r23_good_settings_are_taken() -> None:
    assert settings.read(GOOD).secret_key == SECRETS["secret_key"]


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("kind", WEAK)
def test_r23_a_weak_secret_is_refused_by_name(name: str, kind: str) -> None:
    variable = f"{PREFIX}{name.upper()}"
    source = {key: value for key, value in GOOD.items() if key != variable}
    if WEAK[kind] is not None:
        source[variable] = WEAK[kind]

    with pytest.raises(SettingsError) as refused:
        settings.read(source)

    assert str(refused.value) == f"{variable} must be 32 random bytes as 64 hex digits"


def test_r23_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        settings.read({f"{PREFIX}PAGE_SIZE": "many", f"{PREFIX}DEMO": "perhaps", f"{PREFIX}SURFACES": "console,moon"})

    for name in ("PAGE_SIZE", "DEMO", "SURFACES", *(name.upper() for name in SECRETS)):
        assert f"{PREFIX}{name}" in str(refused.value)


def test_r23_no_secret_has_a_default_and_none_is_told() -> None:
    assert all(getattr(settings.Settings(), name) == "" for name in SECRETS)
    with pytest.raises(SettingsError) as refused:
        settings.read(GOOD | {f"{PREFIX}SECRET_KEY": "hunter2-hunter2"})
    assert "hunter2" not in str(refused.value)


def test_the_public_surface_alone_needs_no_key_to_personal_data() -> None:
    alone = settings.read({f"{PREFIX}SURFACES": "public", f"{PREFIX}SECRET_KEY": SECRETS["secret_key"]})

    assert alone.surface_set == {"public"}
    assert (alone.field_key, alone.index_key, alone.audit_key) == ("", "", "")


def test_r23_the_program_ends_with_a_sentence_and_a_code(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    environment |= {f"{PREFIX}INSTANCE": str(tmp_path), "FLASK_APP": "app"}

    ended = subprocess.run(
        [sys.executable, "-m", "flask", "init"],
        cwd=HERE,
        env=environment,
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )

    assert ended.returncode != 0
    assert "BANSHITAI_SECRET_KEY must be 32 random bytes as 64 hex digits" in ended.stderr
    assert "Traceback" not in ended.stderr
