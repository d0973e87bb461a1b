"""What a part of a package is, by its content: a name inside a package is whatever somebody typed (R62).

Programs, other archives and documents, OLE containers; markup under any name; and the elements, relations and content types
by which an office program takes in macros, controls, embedded objects or other workbooks.
"""

from __future__ import annotations

from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of macros (vbaProject), embedded objects and old office files; refused wherever it begins in a part."""
BLANKS = b" \t\r\n"
BYTE_ORDER = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"#!", b"L\0\0\0\x01\x14\x02\0", b"ITSF", b"\0asm", b"FWS", b"CWS", b"ZWS",
)  # fmt: skip
_OTHERS = (
    b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"\x28\xb5\x2f\xfd",
    b"%PDF-", b"{\\rtf",
)  # fmt: skip
_MARKUP = (b"<", b"<\0", b"\0<", b"\xff\xfe", b"\xfe\xff", b"\x4c\x6f\xa7\x94")
"""A first mark in UTF-8 or UTF-16, the marks of UTF-16, and `<?xm` in EBCDIC."""
ACTIVE_ROOTS = frozenset({"macrosheet", "ocx", "html", "svg", "script", "scriptlet", "hta", "vbaSuppData"})
LINKED_ROOTS = frozenset({"externalLink"})
ACTIVE_RELATIONS = frozenset({
    "afchunk", "oleobject", "package", "vbaproject", "wordvbadata", "vbaprojectsignature", "xlmacrosheet", "xlintlmacrosheet",
    "control", "activexcontrolbinary", "attachedtoolbars",
})  # fmt: skip
ACTIVE_TYPES = ("macroenabled", "vbaproject", "vbadata", "macrosheet", "activex", "oleobject", "binary.main")


def is_program(beginning: bytes) -> bool:
    """Whether a part begins as a program, another archive or another document does."""
    return beginning.startswith((OLE, *_PROGRAMS, *_OTHERS))


def is_markup(beginning: bytes) -> bool:
    """Whether a part is XML or HTML, in whatever encoding; blanks before it do not count."""
    if beginning.startswith(_MARKUP):
        return True
    return beginning.removeprefix(BYTE_ORDER[0]).lstrip(BLANKS).startswith(_MARKUP)


def root_of(content: IO[bytes]) -> str:
    """The name of the outermost element, without its namespace.

    Raises: ParseError where there is none, DefusedXmlException.
    """
    for _event, element in ElementTree.iterparse(content, events=("start",), forbid_dtd=True):
        return str(element.tag).rpartition("}")[2]
    raise ParseError("no element")
