"""How a public page is answered: a tag over all that it shows, 304 when the reader has it, ready bytes when we have it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Response, render_template, request

from appcore import clock
from views.public.reading import the_site

TEMPLATES = ("templates/public", "templates/components", "static", "public", "charts")


def build_of(root: Path) -> str:
    """A mark of the program's own part in a page: its templates, style sheets, words and code."""
    made = hashlib.sha256()
    folders = [*(root / one for one in TEMPLATES), root.parent / "translations", root.parent / "appcore"]
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if "__pycache__" not in path.parts:
            made.update(f"{path.relative_to(root.parent)}\n".encode())
            made.update(path.read_bytes())
    return made.hexdigest()[:16]


def page(template: str, shows: Any, model: Callable[[], dict[str, Any]]) -> Response:
    """An HTML page. `shows` is all of the data that it depends on; the model is made only when the page must be."""
    return _answer(shows, "text/html; charset=utf-8", lambda: render_template(template, **model()))


def document(shows: Any, make: Callable[[], Any]) -> Response:
    """A JSON document, its keys in their order and its Chinese readable."""
    return _answer(shows, "application/json", lambda: json.dumps(make(), ensure_ascii=False, separators=(",", ":")))


def drawing(shows: Any, make: Callable[[], str]) -> Response:
    """A chart as SVG, which a page shows as a picture."""
    return _answer(shows, "image/svg+xml", make)


def _answer(shows: Any, media_type: str, make: Callable[[], str]) -> Response:
    """The tag stands for: address with language and size, local date, build, and what is shown (decisions 34)."""
    site = the_site()
    address = (request.host, request.script_root, request.path, sorted(request.args.items(multi=True)))
    said = repr((site.build, media_type, address, clock.local_today(), shows))
    tag = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        body = site.pages.get(tag)
        if body is None:
            body = make().encode()
            site.pages.keep(tag, body)
        response = Response(body, content_type=media_type)
    response.set_etag(tag)
    response.headers["Cache-Control"] = "public, no-cache"
    return response
