"""Pure modules load without a framework: import-linter reads the imports, this test sees what really comes along."""

from __future__ import annotations

import subprocess
import sys

import pytest

FRAMEWORKS = {"flask", "flask_appbuilder", "flask_babel", "flask_wtf", "sqlalchemy", "alembic"}


@pytest.mark.parametrize("module", ["models.vocabulary", "models.elements", "appcore.definition"])
def test_loading_a_pure_module_loads_no_framework(module: str) -> None:
    program = f"import sys, {module}; print(*(name for name in sys.modules if '.' not in name))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert FRAMEWORKS & set(loaded) == set()
