"""Blank forms and samples of a guide: by the item's code and the paper's key, without a session, with a tag over the content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request

from appcore.catalogue import guides, paper_files
from views import serving
from views.public.reading import reading, the_site


def paper(code: str, key: str, which: str) -> Any:
    """A published file of a material of the edition in force."""
    facts = guides.item(reading(), code) or abort(404)
    shown = facts.in_force or abort(404)
    definition = the_site().definitions.get(reading(), facts.code, shown.definition_hash, taken_over=shown.taken_over)
    files = paper_files.public_files(reading(), definition).get(key, ())
    file = next((one for one in files if one.which == which), None) or abort(404)
    if request.if_none_match.contains_weak(file.sha256):
        answer = Response(status=304)
    else:
        answer = serving.hand_out(file.sha256, name=file.name, media_type=file.media_type)
    answer.set_etag(file.sha256)
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


ADDRESSES: tuple[tuple[str, Callable[..., Any]], ...] = (("/items/<code>/papers/<key>/<which>", paper),)
