"""Whether the content of a file is what its ending says, and nothing else besides (R56, R58).

What is judged are the first and last bytes. A file that is two things at once (a polyglot) is refused.
"""

from __future__ import annotations

import re
from pathlib import Path

import filetype

from appcore.access.files.kinds import FileKind
from appcore.definition.verdict import Rejected

HEAD, TAIL = 4096, 66_000
"""How much of the beginning and of the end is looked at; the end holds the longest comment that an archive can have."""
END_OF_ARCHIVE = b"PK\x05\x06"
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)


def check_content(kind: FileKind, head: bytes, tail: bytes) -> None:
    """Compare the ends of a file with its kind.

    Raises: Rejected when the content is of another kind, or of a second kind as well.
    """
    if not head:
        raise Rejected("文件是空的，请重新选择。")
    found = filetype.guess(head)
    if not head.startswith(kind.begins) or (kind.family != "package" and found and found.mime != kind.media_type):
        raise Rejected(
            "内容不是 %(ending)s 文件，和文件名的后缀对不上，请用原来的程序重新保存后再上传。",
            ending=kind.ending.upper(),
        )
    if _is_two_things(kind, head, tail):
        raise Rejected("文件里还藏着另一种格式的内容，不能上传。请用原来的程序重新保存，或打印成PDF后再上传。")


def _is_two_things(kind: FileKind, head: bytes, tail: bytes) -> bool:
    if kind.family == "package":
        return False  # its archive ends with the file, which `archives` holds to the byte
    if _MARKUP.search(head) or END_OF_ARCHIVE in tail:
        return True
    behind = tail.rpartition(b"%%EOF")[2] if b"%%EOF" in tail else b""
    return kind.family == "pdf" and bool(behind.strip(b"\0\r\n\t "))


def ends(path: Path) -> tuple[bytes, bytes]:
    """The first and the last bytes of a file."""
    with path.open("rb") as content:
        head = content.read(HEAD)
        content.seek(max(0, path.stat().st_size - TAIL))
        return head, content.read()
