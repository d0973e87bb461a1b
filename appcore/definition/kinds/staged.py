"""Kinds that hold files: papers, a photograph, a signature. A value is the tokens under which they were staged.

A form can hold files only where there is somebody to stage them (`Lookup.takes_files`); elsewhere a required one is not
missed: `later`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms.fields.core import UnboundField

from appcore.definition.item import Field
from appcore.definition.kinds.base import FORMAT, Cell, Kind
from appcore.definition.kinds.unfilled import NoControl
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_, Rejected

AT_RECEIPT, NOT_HERE = N_("收件时在这里上传"), N_("这里不收文件")
"""What stands in place of the control: on a form that is only looked at, and where no files are taken."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
MEGABYTE = 1024**2
MOST_FILES = 50
IMAGES = ("image/jpeg", "image/png")
FAMILIES: dict[str, tuple[str, ...]] = {"image": IMAGES, "pdf": ("application/pdf",)}
"""What `code_list` may limit the files to; without it every type that the store takes will do."""


class Files(Kind[tuple[Any, ...]]):
    """附件. `low` and `high` are the number of files, `code_list` limits them to pictures or PDF."""

    slug = "files"
    label = N_("文件")
    holds = tuple
    later = True
    in_table = False
    settings: ClassVar[tuple[str, ...]] = ("low", "high", "code_list")
    bounds = (N_("最少几个文件"), N_("最多几个文件"))
    most: ClassVar[int] = 5
    megabytes: ClassVar[int] = 20
    only: ClassVar[tuple[str, ...]] = ()

    def high(self, field: Field) -> int:
        """The most files there may be."""
        return self.most if field.high is None else min(field.high, MOST_FILES)

    def clean(self, raw: str | Sequence[str], field: Field, lookup: Lookup) -> tuple[str, ...]:
        tokens = [raw] if isinstance(raw, str) else list(raw)
        if len(set(tokens)) != len(tokens):
            raise Rejected("同一个文件选了两次，请去掉一个。")
        if len(tokens) > self.high(field):
            raise Rejected("最多上传%(high)s个文件，请去掉多余的。", high=self.high(field))
        if len(tokens) < max(1, field.low or 0):
            raise Rejected("请至少上传%(low)s个文件。", low=max(1, field.low or 0))
        for token in tokens:
            self._check(token, self.only or FAMILIES.get(field.code_list, ()), lookup)
        return tuple(tokens)

    def _check(self, token: str, types: tuple[str, ...], lookup: Lookup) -> None:
        found = lookup.file(token) if TOKEN.fullmatch(token) else None
        if found is None:
            raise Rejected("没有找到上传的文件，请重新上传。")
        if not found.size:
            raise Rejected("文件是空的，请重新选择。")
        if found.size > self.megabytes * MEGABYTE:
            raise Rejected("文件不能超过%(most)sMB，请压缩后再上传。", most=self.megabytes)
        if types and found.media_type not in types:
            only_images = types[0].startswith("image/")
            raise Rejected("请上传JPG或PNG格式的图片。" if only_images else "请上传PDF格式的文件。")

    def parse(self, text: str, field: Field, lookup: Lookup) -> tuple[str, ...]:
        return self.clean([text], field, lookup)

    def typed(self, value: tuple[Any, ...], field: Field) -> list[str]:
        return list(value)

    def show(self, value: tuple[Any, ...], field: Field, lookup: Lookup | None = None) -> str:
        found = [lookup.file(one) for one in value] if lookup else []
        names = [one.name for one in found if one is not None]
        return "、".join(names) if len(names) == len(value) else f"{len(value)}个文件"

    def search_terms(self, value: tuple[Any, ...], field: Field, lookup: Lookup | None = None) -> tuple[str, ...]:
        return ()

    def to_cell(self, value: tuple[Any, ...], field: Field, lookup: Lookup | None = None) -> Cell:
        return self.show(value, field, lookup)

    def from_cell(self, cell: Cell | float, field: Field) -> list[str]:
        if super().from_cell(cell, field):
            raise Rejected("文件不能从表格导入，请另行上传。")
        return []

    def fits(self, instance: object, argument: str, lookup: Lookup) -> bool:
        """One token, and the file under it; the schema counts them."""
        if not isinstance(instance, str):
            return False
        return self.keeps((instance,), Field(key="it", kind=self.slug, code_list=argument), lookup)

    def json_schema(self, field: Field) -> dict[str, Any]:
        one = {"type": "string", "format": f"{FORMAT}{self.slug}:{field.code_list}"}
        counts = {"minItems": max(1, field.low or 0), "maxItems": self.high(field)}
        return {"type": "array", "items": one, "uniqueItems": True} | counts

    def form_field(self, field: Field) -> UnboundField:
        return NoControl(field.label, description=field.help)


class Photo(Files):
    """照片, taken with the camera or chosen: one picture unless `high` says more."""

    slug = "photo"
    label = N_("照片")
    settings = ("low", "high")
    most = 1
    only = IMAGES


class Signature(Files):
    """手写签名: one picture of what was written by finger or on a pad."""

    slug = "signature"
    label = N_("手写签名")
    sensitive = True
    settings = ()
    bounds = ("", "")
    megabytes = 1
    only = ("image/png",)

    def high(self, field: Field) -> int:
        return 1

    def masked(self, value: tuple[Any, ...], field: Field) -> str:
        return "已签名"

    def show(self, value: tuple[Any, ...], field: Field, lookup: Lookup | None = None) -> str:
        return "已签名"
