"""A program of its own: looks into one PDF within limits of time and memory, and prints what it found as JSON.

Run by `pdfs` with a path; a hostile file can end this process, never the server. It imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

SECONDS, BYTES = 20, 1024**3
MOST_OBJECTS = 200_000
DEEPEST = 40
ACTS = {"/JavaScript", "/Launch", "/ImportData", "/Rendition", "/GoToE", "/RichMediaExecute", "/SubmitForm"}
THINGS = {"/EmbeddedFile", "/RichMedia", "/Screen", "/FileAttachment", "/Movie", "/3D", "/Sound"}
KEYS = {"/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent"}


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def inspect(path: str, most_pages: int) -> dict[str, Any]:
    """ "ok" with the number of pages, or what stands against the file."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted:
        return {"found": "encrypted"}
    count = len(reader.pages)
    if count > most_pages:
        return {"found": "pages", "pages": count}
    if count == 0:
        return {"found": "broken"}
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    if len(numbers) > MOST_OBJECTS:
        return {"found": "pages", "pages": count}
    active = any(is_active(reader.get_object(number), 0) for number in sorted(numbers))
    return {"found": "active" if active else "ok", "pages": count}


def is_active(thing: Any, depth: int) -> bool:
    """Whether an object or what stands directly in it would run, open or carry something."""
    if depth > DEEPEST:
        return True
    if isinstance(thing, dict):
        if KEYS & thing.keys() or said(thing, "/S") in ACTS:
            return True
        if said(thing, "/Type") in THINGS or said(thing, "/Subtype") in THINGS:
            return True
        return any(is_active(value, depth + 1) for value in thing.values())
    if isinstance(thing, list):
        return any(is_active(value, depth + 1) for value in thing)
    return False


def said(thing: dict[Any, Any], key: str) -> str:
    """The name under a key, also where it stands in an object of its own."""
    value: Any = thing.get(key)
    return str(value.get_object()) if hasattr(value, "get_object") else str(value)


def texts(path: str, most_pages: int) -> dict[str, Any]:
    """The text of each page."""
    from pypdf import PdfReader

    pages = PdfReader(path).pages
    return {"found": "ok", "texts": [page.extract_text() for page in pages[:most_pages]]}


def main() -> None:
    limit()
    task, path, most = sys.argv[1:4]
    try:
        told = {"inspect": inspect, "texts": texts}[task](path, int(most))
    except Exception as broken:  # noqa: BLE001 - a reader of hostile files may raise anything; all of it means: unreadable
        told = {"found": "broken", "why": type(broken).__name__}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
