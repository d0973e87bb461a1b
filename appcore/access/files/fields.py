"""Fields of Word documents that fetch something when the document is opened (R62): by what they say, however it is written.

A field's instruction may be split over runs, hold another field, or spell its letters as character references; it is read
as Word reads it, joined and without regard to case.
"""

from __future__ import annotations

import re
from typing import IO

from defusedxml import ElementTree

_MARKS = (b"instrtext", b"fldsimple")
"""Without one of these names there is no field. A name cannot be spelt by references, so the bytes show it."""
_FETCHES = re.compile(r"\W*(?:dde|ddeauto|includepicture|includetext)(?!\w)", re.IGNORECASE)
_TEXTS = ("instrText", "delInstrText")


def may_stand_in(markup: bytes) -> bool:
    """Whether a part may have a field, in letters of either case."""
    lowered = markup.lower()
    return any(one in lowered for one in _MARKS)


def fetches(content: IO[bytes]) -> bool:
    """Whether a part of a document has a field that fetches a file, a picture or what another program says.

    Raises: ParseError, DefusedXmlException.
    """
    open_fields = [""]  # the instructions of fields that hold each other; the first is of text outside of any
    for event, element in ElementTree.iterparse(content, events=("start", "end"), forbid_dtd=True):
        name = _local(element.tag)
        if event == "start":
            if name == "fldSimple" and _FETCHES.match(_attribute(element, "instr")):
                return True
            if name == "fldChar" and _attribute(element, "fldCharType") == "begin":
                open_fields.append("")
            continue
        if name in _TEXTS:
            open_fields[-1] += element.text or ""
        elif name == "fldChar" and _attribute(element, "fldCharType") == "end":
            if _FETCHES.match(open_fields[-1]):
                return True
            open_fields[-1:] = [] if len(open_fields) > 1 else [""]
        element.clear()
    return any(_FETCHES.match(one) for one in open_fields)


def _local(name: str) -> str:
    """The name without its namespace: the strict and the usual one are told alike."""
    return name.rpartition("}")[2]


def _attribute(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.items() if _local(key) == name), "")
