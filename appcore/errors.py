"""The four typed errors that services raise; one module of the views turns them into a page or JSON.

Messages are Chinese msgids with named parameters, translated where they are shown.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appcore.definition.verdict import Verdict


class Problem(Exception):
    """A refusal with words for people: `message` is a msgid, `parameters` fill its placeholders."""

    def __init__(self, message: str, *, field: str | None = None, **parameters: Any) -> None:
        super().__init__(message % parameters if parameters else message)
        self.message = message
        self.field = field
        self.parameters = parameters


class Refused(Problem):
    """The input cannot be taken as it stands; `field` names where."""

    def __init__(
        self, message: str, *, field: str | None = None, fields: Mapping[str, Verdict] | None = None, **parameters: Any
    ):
        super().__init__(message, field=field, **parameters)
        self.fields = dict(fields) if fields else {field: Verdict(message, parameters)} if field else {}


class NotFound(Problem):
    """No such row, or none that this person may see: both look the same."""


class Conflict(Problem):
    """Somebody else was first."""


class NotAllowed(Problem):
    """The person may see it but not do this."""


class NoPrincipal(RuntimeError):
    """A query or write without a person, system or public reader: a fault of the code, refused closed."""


def place(broken: BaseException) -> str:
    """The kind of an error and where it happened, for the log, without its words: they may hold what somebody typed."""
    last = traceback.extract_tb(broken.__traceback__)[-1:]
    return f"{type(broken).__name__}{f' at {Path(last[0].filename).name}:{last[0].lineno}' if last else ''}"
