"""The names an expression may use: fields and questions by key, or by label where that is one field's alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from appcore.definition.expressions.tree import Faulty, Named, Type, Value
from appcore.definition.item import Asks, Field
from appcore.definition.questions import by_key

TYPES: dict[str, Type] = {"integer": "number", "decimal": "number", "money": "number", "date": "date", "yes_no": "flag"}
WITHOUT_VALUE = frozenset({"choices", "heading", "note", "file", "files", "photo", "signature"})


@dataclass
class Scope:
    """The names of a definition, seen from a field: a column's formula also sees the cells of its own row.

    `computed`: the types of the computed fields that are known so far; one that is missing is faulty, or waits for itself.
    """

    definition: Asks
    computed: dict[str, Type] = field(default_factory=dict)
    within: str = ""

    def __post_init__(self) -> None:
        self.fields = by_key(self.definition)

    def seen_from(self, table: str) -> Scope:
        made = Scope.__new__(Scope)
        made.definition, made.computed, made.within, made.fields = self.definition, self.computed, table, self.fields
        return made

    def find(self, named: Named) -> Value:
        """What a name stands for. Raises: Faulty."""
        if named.column:
            table = self._one(named.name, "", named.at)
            if table.kind != "table":
                raise Faulty(named.at, "“%(name)s”不是表格，没有列。", name=table.label)
            return Value(table, self._one(named.column, table.key, named.at), "column", named.at)
        if self.within and (cell := self._found(named.name, self.within)):
            return Value(cell, None, self.type_of(cell, named.at), named.at, in_row=True)
        found = self._one(named.name, "", named.at)
        return Value(found, None, "table" if found.kind == "table" else self.type_of(found, named.at), named.at)

    def type_of(self, found: Field, at: int) -> Type:
        """The type of a field's value. Raises: Faulty for a kind that cannot be reckoned with."""
        if found.kind in WITHOUT_VALUE or found.kind == "table":
            raise Faulty(at, "“%(name)s”这种字段不能用在公式里。", name=found.label)
        if found.kind != "computed":
            return TYPES.get(found.kind, "text")
        if found.key not in self.computed:
            raise Faulty(at, "“%(name)s”自己的公式还有问题，先改好那一个。", name=found.label)
        return self.computed[found.key]

    def _found(self, name: str, table: str) -> Field | None:
        inside = [one for one in self.fields.values() if one.within == table]
        found = [one for one in inside if one.key == name] or [one for one in inside if one.label == name]
        return found[0] if len(found) == 1 else None

    def _one(self, name: str, table: str, at: int) -> Field:
        if found := self._found(name, table):
            return found
        inside = [one for one in self.fields.values() if one.within == table]
        if sum(one.label == name for one in inside) > 1:
            raise Faulty(at, "有几个字段都叫“%(name)s”，请改写标识：%(keys)s。", name=name, keys=_keys(inside, name))
        elsewhere = [one for one in self.fields.values() if one.within and name in (one.key, one.label)]
        if elsewhere and not table:
            above = self.fields.get(elsewhere[0].within)
            raise Faulty(
                at,
                "“%(name)s”是表格里的一列，请写成 合计(%(table)s.%(name)s) 这样的形式。",
                name=name,
                table=above.label if above else elsewhere[0].within,
            )
        raise Faulty(at, "没有叫“%(name)s”的字段。", name=name)


def _keys(fields: Iterable[Field], label: str) -> str:
    return "、".join(one.key for one in fields if one.label == label)
