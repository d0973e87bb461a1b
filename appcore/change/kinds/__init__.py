"""The kinds of objects that a package may hold, in the order in which they are written: what others stand on comes first."""

from __future__ import annotations

from typing import Any

from appcore.change.kinds.base import PackageKind
from appcore.change.kinds.items import Items
from appcore.change.kinds.registers import Blocks, Registers
from appcore.change.kinds.slips import SlipTemplates

ITEMS = Items()
KINDS: dict[str, PackageKind[Any]] = {one.slug: one for one in (Blocks(), Registers(), ITEMS, SlipTemplates())}
