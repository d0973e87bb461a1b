"""Kept files as answers: always a download, of the type that was checked, and powerless if a browser opens it after all (R58)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import IO
from urllib.parse import quote

from flask import Response
from werkzeug.http import dump_options_header

from appcore.access.files import store
from appcore.errors import NotFound

log = logging.getLogger("banshitai")
CHUNK = 256 * 1024
POWERLESS = "default-src 'none'; sandbox; frame-ancestors 'none'"


def hand_out(sha256: str, *, name: str, media_type: str, sealed: bool = False) -> Response:
    """The content under a hash (`sealed`: of people's papers), as an attachment with the name people gave it (RFC 6266).

    Raises: NotFound when it does not lie there.
    """
    held = ExitStack()
    try:
        size, pieces = held.enter_context(store.opened(sha256, sealed=sealed))
    except FileNotFoundError as missing:
        log.error("the content %s of a row is missing", sha256)
        raise NotFound("文件不在服务器上，请联系系统管理员") from missing
    return _attachment(pieces, held.close, size, name=name, media_type=media_type)


def download(content: IO[bytes], *, name: str, media_type: str) -> Response:
    """An open file from its beginning, closed when it is sent."""
    return _attachment(_pieces(content), content.close, content.seek(0, 2), name=name, media_type=media_type)


def _attachment(
    pieces: Iterable[bytes], close: Callable[[], object], size: int, *, name: str, media_type: str
) -> Response:
    answer = Response(pieces, mimetype=media_type)
    answer.call_on_close(close)
    answer.content_length = size
    plain = name.encode("ascii", "ignore").decode().replace('"', "").strip() or "file"
    answer.headers["Content-Disposition"] = dump_options_header(
        "attachment",
        {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"} if plain != name else {"filename": name},
    )
    answer.headers["Content-Security-Policy"] = POWERLESS
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    with content:
        content.seek(0)
        while piece := content.read(CHUNK):
            yield piece
