"""The kinds of files that are taken, by ending; everything else is refused, and said which kinds there are."""

from __future__ import annotations

from dataclasses import dataclass

from appcore.definition.verdict import Rejected


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind: its usual ending, its media type, the bytes it begins with, and how it is looked into."""

    ending: str
    media_type: str
    begins: bytes
    family: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_PDF = FileKind("pdf", "application/pdf", b"%PDF-", "pdf")
_JPEG = FileKind("jpg", "image/jpeg", b"\xff\xd8\xff", "image")
KINDS: dict[str, FileKind] = {
    "pdf": _PDF,
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": FileKind("png", "image/png", b"\x89PNG\r\n\x1a\n", "image"),
    "docx": FileKind("docx", f"{_OFFICE}.wordprocessingml.document", b"PK\x03\x04", "package"),
    "xlsx": FileKind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", b"PK\x03\x04", "package"),
    "ofd": FileKind("ofd", "application/ofd", b"PK\x03\x04", "package"),
}
"""OFD is the layout format of GB/T 33190, in which electronic licences are handed out."""
OLDER = {"doc": "docx", "xls": "xlsx", "wps": "docx", "et": "xlsx"}
ACCEPT = ",".join(f".{ending}" for ending in KINDS)
"""What a file field offers to choose."""
TAKEN = "PDF、JPG、PNG、DOCX、XLSX、OFD"


def kind_of_name(name: str) -> FileKind:
    """The kind that the last ending of a name says.

    Raises: Rejected for an ending that is not taken.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in OLDER:
        raise Rejected(
            "%(ending)s 是旧格式，请另存为 %(newer)s 或 PDF 后再上传。",
            ending=ending.upper(),
            newer=OLDER[ending].upper(),
        )
    if ending not in KINDS:
        raise Rejected("只能上传这些格式的文件：%(taken)s。", taken=TAKEN)
    return KINDS[ending]


def kind_of_type(media_type: str) -> FileKind | None:
    """The kind of a stored file by its media type."""
    return next((one for one in KINDS.values() if one.media_type == media_type), None)
