"""What a county calls its bodies, papers, documents and windows: the names that cells are read by and written with. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from appcore.definition.verdict import N_
from appcore.folding import fold

UNKNOWN = {
    "department": N_("本县没有部门“%(name)s”，请核对名称，或者在后面用括号写明编码。"),
    "paper": N_("材料库没有“%(name)s”，请核对名称，或者在后面用括号写明编码。"),
    "document": N_("文件库没有“%(name)s”，请核对名称，或者在后面用括号写明索引号。"),
}
"""What is said where a name of a kind is not known."""


@dataclass(frozen=True)
class Bodies:
    """The names by code."""

    departments: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    windows: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> Mapping[str, str]:
        others = {"paper": self.papers, "document": self.documents, "window": self.windows}
        return others.get(kind, self.departments)

    def found(self, kind: str, name: str) -> list[str]:
        """The codes that have this code or name."""
        known = self.of(kind)
        if name in known:
            return [name]
        folded = fold(name)
        return [code for code, one in known.items() if fold(one) == folded] if folded else []
