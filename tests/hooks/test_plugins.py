"""Plug-ins: the documented package is found by its entry points and works; one that is not named is not loaded; a broken one is named."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from flask import Flask

from appcore import plugins
from appcore.definition import kinds
from appcore.definition.item import Field
from appcore.definition.templates import placeholders
from appcore.definition.verdict import Rejected
from appcore.settings import Settings, SettingsError
from tests.conftest import SECRETS
from tests.definition.samples import WORLD

HERE = Path(__file__).parents[2]
EXAMPLE = HERE / "docs" / "examples" / "plugin"


def install(folder: Path, name: str, points: str) -> None:
    """What pip leaves of a distribution beside its modules."""
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(points)


def declared() -> tuple[str, str]:
    """Name and entry points of the documented package, as its pyproject.toml says."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    groups = project["entry-points"].items()
    return project["name"], "\n".join(
        f"[{group}]\n" + "\n".join(f"{key} = {value}" for key, value in points.items()) for group, points in groups
    )


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages; the registry of kinds is put back afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(EXAMPLE))
    monkeypatch.setattr(kinds, "KINDS", dict(kinds.KINDS))
    monkeypatch.setattr(placeholders, "_added", {})
    monkeypatch.delitem(sys.modules, "words", raising=False)
    return tmp_path


def started(listed: str) -> Flask:
    app = Flask("plugins")
    app.extensions["settings"] = Settings(**SECRETS, plugins=listed)
    plugins.install(app)
    return app


def test_the_documented_package_brings_its_kind(site: Path) -> None:
    install(site, *declared())

    app = started("banshitai-boats")

    kind = kinds.kind_of("fishing_boat")
    assert kind.label == "渔船船名号"
    assert plugins.load(app, plugins.KINDS) == {"fishing_boat": kind}
    assert "banshitai-boats 1.0: banshitai.kinds fishing_boat" in plugins.described(app.extensions["plugins"])
    assert ("fishing_boat", "渔船船名号") in kinds.choices()


def test_its_kind_checks_and_normalises(site: Path) -> None:
    install(site, *declared())
    started("banshitai-boats")
    kind, field = kinds.kind_of("fishing_boat"), Field(key="boat", label="渔船", kind="fishing_boat")

    assert kind.clean("浙苍渔 ０１２３４", field, WORLD) == "浙苍渔01234"
    with pytest.raises(Rejected):
        kind.clean("浙苍渔1", field, WORLD)


def test_what_is_installed_and_not_named_is_not_loaded(site: Path) -> None:
    install(site, *declared())

    app = started("")

    assert "fishing_boat" not in kinds.KINDS
    assert plugins.load(app, plugins.KINDS) == {}


def test_a_second_app_of_the_process_takes_the_same_kind(site: Path) -> None:
    install(site, *declared())
    started("banshitai-boats")

    assert plugins.load(started("banshitai-boats"), plugins.KINDS)


BROKEN = {
    "no module": ("x = nosuchmodule:X", "cannot be loaded: nosuchmodule:X ended with ModuleNotFoundError"),
    "no class": ("x = json:dumps", "brings x, which is no class of"),
    "another slug": ("x = banshitai_boats:FishingBoat", "they must be the same"),
    "slug taken": ("text = crooked:Taken", "the slug 'text' is taken"),
    "not whole": ("half = crooked:Half", "brings half, which cannot be used"),
    "no slug": ("none = crooked:Bare", "without slug and label"),
    "dies": ("dead = dying:X", "ended with ZeroDivisionError"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_plug_in_stops_the_start_and_is_named(site: Path, case: str) -> None:
    point, sentence = BROKEN[case]
    install(site, "crooked-package", f"[banshitai.kinds]\n{point}\n")
    (site / "dying.py").write_text("1 / 0\n")
    (site / "crooked.py").write_text(
        "from appcore.definition.kinds.base import Kind\n"
        "class Bare(Kind): pass\n"
        "class Half(Kind): slug = 'half'; label = '半'\n"
        "class Taken(Kind):\n    slug = 'text'; label = '重'\n    def parse(self, text, field, lookup): return text\n"
    )
    sys.modules.pop("crooked", None)

    with pytest.raises(SettingsError) as refused:
        started("crooked-package")

    assert str(refused.value).startswith("BANSHITAI_PLUGINS: crooked-package ")
    assert sentence in str(refused.value)


def test_all_that_is_missing_is_named_at_once(site: Path) -> None:
    install(site, "empty-package", "")

    with pytest.raises(SettingsError) as refused:
        started("no-such-package,empty-package")

    assert "no-such-package is not installed" in str(refused.value)
    assert "empty-package brings nothing for banshitai.kinds" in str(refused.value)


WORDS = """
from appcore.definition.templates.placeholders import FLAG, TEXT, Placeholder
fishing = Placeholder("休渔期提示", TEXT, "休渔期内的提示", "5月1日至9月16日休渔", lambda facts: f"休渔期：{facts['item']}")
broken = Placeholder("海域编号", TEXT, "海域的编号", "A1", lambda facts: facts["no such fact"])
taken = Placeholder("申请人", TEXT, "已有的名称", "张样例", str)
"""


def test_a_placeholder_of_a_plug_in_stands_in_a_slip_and_leaves_a_line_where_it_fails(site: Path) -> None:
    (site / "words.py").write_text(WORDS)
    install(site, "words-package", "[banshitai.placeholders]\nfishing = words:fishing\nbroken = words:broken\n")

    started("words-package")
    started("words-package")  # a second app of one process finds them there

    assert {"休渔期提示", "海域编号"} <= {one.name for one in placeholders.of_kind("receipt")}
    shown = placeholders.values("receipt", {"item": "样例事项"})
    assert (shown["休渔期提示"], shown["海域编号"]) == ("休渔期：样例事项", "")


@pytest.mark.parametrize(("point", "told"), [("words:taken", "is taken"), ("builtins:str", "which is no ")])
def test_a_placeholder_that_cannot_be_used_stops_the_start(site: Path, point: str, told: str) -> None:
    (site / "words.py").write_text(WORDS)
    install(site, "words-package", f"[banshitai.placeholders]\none = {point}\n")

    with pytest.raises(SettingsError, match=told):
        started("words-package")


def test_a_plug_in_is_there_before_the_console_reads_the_kinds() -> None:
    """The editor's list of kinds is drawn when the tables are declared, which nothing may do before the settings are read."""
    said = "import sys, app; sys.exit(any(name.startswith('views.console.resources') for name in sys.modules))"

    ended = subprocess.run([sys.executable, "-c", said], cwd=HERE, check=False, timeout=120)

    assert ended.returncode == 0
