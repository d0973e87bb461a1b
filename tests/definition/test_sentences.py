"""A sentence can be read back to the condition it was made of: no two that mean different things read alike."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from appcore.definition.conditions import Condition, Test, dump
from appcore.definition.describe import Name, describe

WORDS = st.text(st.sampled_from("甲且或（）、“”’为选择未不少于3时是"), min_size=1, max_size=6)
OPERATORS = ("已填写", "未填写", "不早于", "不晚于", "不少于", "不超过", "未选择", "选择", "不为", "为")
Read = tuple[object, ...]


class Reader:
    """A reader of sentences that knows nothing of how they are made."""

    def __init__(self, sentence: str) -> None:
        assert sentence.startswith("当")
        assert sentence.endswith("时")
        self.text, self.at = sentence[1:-1], 0

    def taken(self, pattern: str) -> str | None:
        found = re.compile(pattern).match(self.text, self.at)
        if found:
            self.at = found.end()
        return found[0] if found else None

    def group(self) -> Read:
        parts, joints = [self.part()], set()
        while joint := self.taken("[且或]"):
            joints.add(joint)
            parts.append(self.part())
        assert len(joints) < 2
        return (joints.pop(), *sorted(parts, key=repr)) if joints else parts[0]

    def part(self) -> Read:
        if self.taken("（"):
            found = self.group()
            assert self.taken("）")
            return found
        name = self.taken("“[^”]*”")
        operator = self.taken("|".join(OPERATORS))
        values = [self.taken(r"“[^”]*”|[-0-9.]+")] if operator not in ("已填写", "未填写") else []
        while self.taken("、"):
            values.append(self.taken("“[^”]*”"))
        several = self.taken("之一|中的任何一项")
        assert name
        assert operator
        assert len(values) < 2 or several
        return name, operator, *values


def meant(part: Condition | Test, names: dict[str, str]) -> Read:
    if isinstance(part, Condition):
        parts = [meant(one, names) for one in part.parts]
        joint = "且" if part.mode == "all" else "或"
        return (joint, *sorted(parts, key=repr)) if len(parts) > 1 else parts[0]
    operators = {
        "filled": "已填写",
        "empty": "未填写",
        "is": "选择",
        "one_of": "选择",
        "is_not": "未选择",
        "none_of": "未选择",
    }
    name = f"“{names[part.of]}”"
    if part.comparison in ("filled", "empty"):
        return name, operators[part.comparison]
    if part.comparison in ("at_least", "at_most"):
        day = isinstance(part.value, str) and len(part.value) == 10
        least = part.comparison == "at_least"
        return name, ("不早于" if least else "不晚于") if day else ("不少于" if least else "不超过"), str(part.value)
    values = part.value if isinstance(part.value, tuple) else (part.value,)
    return name, operators[part.comparison], *(f"“{str(one).translate(SINGLE)}”" for one in values)


SINGLE = str.maketrans("“”", "‘’")
_tests = st.one_of(
    st.builds(Test, st.sampled_from("ab"), st.sampled_from(["is", "is_not"]), WORDS),
    st.builds(
        Test, st.sampled_from("ab"), st.sampled_from(["one_of", "none_of"]), st.lists(WORDS, min_size=1, max_size=3).map(tuple)
    ),
    st.builds(Test, st.just("n"), st.sampled_from(["at_least", "at_most"]), st.integers(-3, 12)),
    st.builds(Test, st.just("d"), st.sampled_from(["at_least", "at_most"]), st.sampled_from(["2026-01-01", "2026-12-31"])),
    st.builds(Test, st.sampled_from("abnd"), st.sampled_from(["filled", "empty"]), st.just(True)),
)  # fmt: skip
conditions = st.recursive(
    st.builds(Condition, st.sampled_from(["all", "any"]), st.lists(_tests, min_size=1, max_size=3).map(tuple)),
    lambda inner: st.builds(
        Condition, st.sampled_from(["all", "any"]), st.lists(inner | _tests, min_size=1, max_size=3).map(tuple)
    ),
    max_leaves=4,
)


@given(conditions, st.lists(WORDS, min_size=4, max_size=4))
def test_a_sentence_reads_back_to_its_condition(condition: Condition, labels: list[str]) -> None:
    names = {key: Name(label) for key, label in zip("abnd", labels, strict=True)}
    plain = {key: name.label.translate(SINGLE) for key, name in names.items()}
    shared = {key: list(plain.values()).count(label) > 1 for key, label in plain.items()}
    called = {key: f"{label}（{key}）" if shared[key] else label for key, label in plain.items()}

    reader = Reader(describe(condition, names))
    found = reader.group()

    assert reader.at == len(reader.text)
    assert found == meant(condition, called), dump(condition)
