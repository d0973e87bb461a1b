"""What a reader has chosen, all of it in the address: town, language, size of print; and how odd addresses are met."""

from __future__ import annotations

import re
from typing import NoReturn

from flask import abort, request

from views.words import _

KEPT = ("town", "lang", "size")
LONGEST_ADDRESS = 4000
LONGEST_QUERY = 60
_REGION = re.compile(r"[0-9]{12}", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-z_-]{1,50}", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def refuse(sentence: str) -> NoReturn:
    """400 with a sentence (decisions 38)."""
    abort(400, description=sentence)


def check_address() -> None:
    """Before each public page: an address that no link of ours has."""
    if len(request.query_string) > LONGEST_ADDRESS:
        refuse(_("地址太长了，请回到首页重新搜索。"))
    if request.args.get("lang", "") not in ("", "zh", "en") or request.args.get("size", "") not in ("", "large"):
        refuse(_("地址里的语言或字号不对，请从页面上的链接选择。"))
    if any(isinstance(one, str) and not _CODE.fullmatch(one) for one in (request.view_args or {}).values()):
        abort(404)
    town()


def town() -> str:
    """The 12-digit code of the region chosen, "" when none is."""
    code = request.args.get("town", "")
    if code and not _REGION.fullmatch(code):
        refuse(_("地址里的乡镇编号应为12位数字，请从页面上重新选择乡镇。"))
    return code


def english() -> bool:
    return request.args.get("lang") == "en"


def query() -> str:
    """The words searched for, without what cannot be seen, cut to what a name can be."""
    return _UNSEEN.sub(" ", request.args.get("q", "")).strip()[:LONGEST_QUERY]


def page_number() -> int:
    """The page of a list, from 1."""
    asked = request.args.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,3}", asked, re.ASCII):
        refuse(_("页码应为正整数，请回到第一页。"))
    return int(asked)


def one_of(name: str, known: tuple[str, ...] | dict[str, str]) -> str:
    """A filter of the address: "" or one of the known values."""
    asked = request.args.get(name, "")
    if asked and asked not in known:
        refuse(_("地址里的筛选条件不对，请从页面上重新选择。"))
    return asked
