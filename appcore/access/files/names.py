"""Names of files are data: kept as people know them, made harmless, and never part of a path on the server (R63)."""

from __future__ import annotations

import re
import unicodedata

from appcore.definition.characters import storable
from appcore.definition.verdict import Rejected

LONGEST = 150
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])", re.IGNORECASE)


def safe_name(raw: str) -> str:
    """The name as it is kept and given out again: NFC, what Windows cannot store replaced by _.

    Raises: Rejected for a name with a path, with invisible or turning characters, reserved, empty or too long.
    """
    if "/" in raw or "\\" in raw:
        raise Rejected("文件名里不能有斜杠，请改名后再上传。")
    try:
        name = storable(raw)
    except Rejected as bad:
        raise Rejected("文件名里有看不见的字符或会颠倒显示顺序的字符，请改名后再上传。") from bad
    name = "".join(" " if unicodedata.category(one) in ("Zl", "Zp", "Cc", "Cf") else one for one in name)
    name = _NOT_ON_WINDOWS.sub("_", name).strip(" .")
    stem = name.rpartition(".")[0].strip(" .")
    if not stem:
        raise Rejected("文件没有名字，请改名后再上传。")
    if len(name) > LONGEST:
        raise Rejected("文件名太长（%(count)s个字），请改到%(most)s个字以内再上传。", count=len(name), most=LONGEST)
    if _RESERVED.fullmatch(name.partition(".")[0].strip()):
        raise Rejected("“%(name)s”是系统保留的名字，别人的电脑存不下，请改名后再上传。", name=name)
    return name
