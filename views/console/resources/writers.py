"""Writers for rows with rules of their own: editions and their parts are saved by the catalogue's services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appcore.catalogue import editions
from appcore.errors import Refused


class EditionWriter:
    """A new edition is drafted from its item's page; an open one is saved; none is ever deleted."""

    def create(self, model: type[Any], values: Mapping[str, Any]) -> int:
        raise Refused("请从事项页面点“起草新版本”")

    def change(self, model: type[Any], row_id: int, values: Mapping[str, Any], *, version: int | None) -> None:
        editions.save(row_id, values, version=version or 0)

    def end(self, model: type[Any], row_id: int) -> None:
        raise Refused("版本不能删除；待生效的版本可以撤销，现行版本可以停用")


class PartWriter:
    """Parts of a draft, through the catalogue's services."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def create(self, model: type[Any], values: Mapping[str, Any]) -> int:
        content = dict(values)
        return editions.add_part(self.kind, int(content.pop("edition_id")), content)

    def change(self, model: type[Any], row_id: int, values: Mapping[str, Any], *, version: int | None) -> None:
        content = {name: value for name, value in values.items() if name not in ("edition_id", "parent_id")}
        if not content.get("key"):
            content.pop("key", None)  # the key it has stays
        editions.save_part(self.kind, row_id, content, version=version or 0)

    def end(self, model: type[Any], row_id: int) -> None:
        editions.remove_part(self.kind, row_id)
