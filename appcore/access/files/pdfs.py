"""PDF files: readable, not too long, without password, scripts, programs to start or files inside (R62)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from appcore.access.files import pdf_child
from appcore.definition.verdict import Rejected

PATIENCE = pdf_child.SECONDS * 3


def check(path: Path, most_pages: int) -> None:
    """Raises: Rejected with the reason."""
    found = _asked("inspect", path, most_pages)
    match found.get("found"):
        case "ok":
            return
        case "encrypted":
            raise Rejected("PDF设了密码，不能上传。请取消密码后再上传。")
        case "pages":
            raise Rejected(
                "PDF太长（%(pages)s页），最多%(most)s页，请分成几份上传。", pages=found["pages"], most=most_pages
            )
        case "active":
            raise Rejected("PDF里有脚本、程序或夹带的文件，不能上传。请打印成新的PDF后再上传。")
    raise Rejected("PDF打不开，可能已经损坏，请重新生成后再上传。")


def texts(path: Path, most_pages: int) -> list[str]:
    """The text of each page; of a scanned page that is nothing.

    Raises: Rejected when it cannot be read.
    """
    found = _asked("texts", path, most_pages)
    if found.get("found") != "ok":
        raise Rejected("PDF打不开，可能已经损坏，请重新生成后再上传。")
    return [str(text) for text in found["texts"]]


def _asked(task: str, path: Path, most_pages: int) -> dict[str, Any]:
    """What the child says; a child that was ended by a limit says nothing."""
    command = [sys.executable, "-I", str(Path(pdf_child.__file__)), task, str(path), str(most_pages)]
    try:
        run = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - our own program
        told: dict[str, Any] = json.loads(run.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {}
    return told
