"""A field kind of one's own: the name of a fishing boat (渔船船名号), as 浙苍渔 and five digits."""

# ruff: noqa: INP001 - one module, installed by itself

from __future__ import annotations

import re
import unicodedata

from appcore.definition.item import Field
from appcore.definition.kinds.base import Kind, Lookup
from appcore.definition.verdict import Rejected

BOAT = re.compile(r"浙苍渔[0-9]{5}")


class FishingBoat(Kind[str]):
    """渔船船名号."""

    slug = "fishing_boat"
    label = "渔船船名号"

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        name = "".join(unicodedata.normalize("NFKC", text).split())
        if not BOAT.fullmatch(name):
            raise Rejected("请填写“浙苍渔”和五位数字，例如 浙苍渔01234。")
        return name
