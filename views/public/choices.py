"""What a reader has chosen, all of it in the address: town, language, size of print; and how odd addresses are met."""

from __future__ import annotations

import re
from typing import NoReturn

from flask import abort, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest

from views.words import _

KEPT = ("town", "lang", "size")
LONGEST_ADDRESS = 4000
LONGEST_QUERY = 60
_REGION = re.compile(r"[0-9]{12}", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-z_-]{1,50}", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


class OddAddress(BadRequest):
    """An address that no link of ours has, or no longer: `without` are the names in it that may be left out."""

    def __init__(self, sentence: str, without: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.without = without


def refuse(sentence: str, *without: str) -> NoReturn:
    """400 with a sentence (decisions 38)."""
    raise OddAddress(sentence, without)


def forget_what_is_odd() -> None:
    """Leave of the address only the choices that a page may carry on, so that the links of an error page lead somewhere."""
    fit = {"town": _REGION, "lang": re.compile("zh|en"), "size": re.compile("large")}
    kept = {name: text for name, rule in fit.items() if rule.fullmatch(text := request.args.get(name, ""))}
    words = query()
    request.args = ImmutableMultiDict(kept | ({"q": words} if words else {}))


def check_address() -> None:
    """Before each public page: an address that no link of ours has."""
    if len(request.query_string) > LONGEST_ADDRESS:
        refuse(_("地址太长了，请回到首页重新搜索。"))
    if request.args.get("lang", "") not in ("", "zh", "en") or request.args.get("size", "") not in ("", "large"):
        refuse(_("地址里的语言或字号不对，请从页面上的链接选择。"), "lang", "size")
    if any(isinstance(one, str) and not _CODE.fullmatch(one) for one in (request.view_args or {}).values()):
        abort(404)
    town()


def town() -> str:
    """The 12-digit code of the region chosen, "" when none is."""
    code = request.args.get("town", "")
    if code and not _REGION.fullmatch(code):
        refuse(_("这个网址里的乡镇编号不对，可能是旧网址，请重新选择乡镇。"), "town")
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
        refuse(_("页码应为正整数，请回到第一页。"), "page")
    return int(asked)


def one_of(name: str, known: tuple[str, ...] | dict[str, str]) -> str:
    """A filter of the address: "" or one of the known values."""
    asked = request.args.get(name, "")
    if asked and asked not in known:
        refuse(_("这个网址里的筛选条件已经没有了，可能是旧网址。"), name)
    return asked
