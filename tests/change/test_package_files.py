"""Packages as files: read with care, older formats brought up, one byte form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.change import document
from appcore.change.kinds import KINDS
from appcore.definition import schema
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import Rejected
from tests.definition import strategies

V1 = Path(__file__).parent / "package_v1.json"
HASHES = {
    "item": "3bc2f840a87828fb2b285ca5cae5a50e54783d1acec6818af95c8c26cad53bc0",
    "register": "17efc72b42daf098d5fc01be28d5dc61eb31d6d9b3bc590af3e9800565454b86",
    "block": "87303fc905b8f47a4e55188ba4bba3617c736b8c1c156353e2c05ad55bcc9406",
}
"""Of the three objects of the file of version 1, as they were when it was the newest."""
BAD = {
    "nothing": (b"", "文件不是完整的 JSON：第1行第1个字读不下去。"),
    "cut off": (b'{"format":', "文件不是完整的 JSON：第1行第11个字读不下去。"),
    "a list": (b"[1]", "这不是办事台的数据包：文件里没有写明格式，或者是别的格式。"),
    "another format": (b'{"format":"x"}', "这不是办事台的数据包：文件里没有写明格式，或者是别的格式。"),
    "no version": (b'{"format":"banshitai-package"}', "文件没有写明格式的版本。"),
    "yes for a version": (b'{"format":"banshitai-package","version":true}', "文件没有写明格式的版本。"),
    "a later version": (
        b'{"format":"banshitai-package","version":9}', "这个文件是第9版格式，本系统只认识到第2版，请先升级本系统。",
    ),
    "a later catalogue": (
        b'{"format":"banshitai-catalogue","version":2}', "这个文件是第2版格式，本系统只认识到第1版，请先升级本系统。",
    ),
    "a million brackets": (b"[" * 1_000_000, "文件的层次太深，不是数据包。"),
    "deep in objects": (b'{"a":' * 200 + b"1" + b"}" * 200, "文件的层次太深，不是数据包。"),
    "a key twice": (b'{"format":"banshitai-package","format":"x"}', "文件里同一处写了两次“format”。"),
    "a float": (b'{"version":1.5}', "文件里的数字“1.5”不是整数；金额以分为单位，时限是整数。"),
    "infinity": (b'{"version":Infinity}', "文件里的数字“Infinity”不是整数；金额以分为单位，时限是整数。"),
    "a number without end": (b'{"version":' + b"9" * 9000 + b"}", "文件里有读不了的数字。"),
    "another encoding": ('{"format":"数据包"}'.encode("gb18030"), "文件不是 UTF-8 编码的 JSON。"),
    "half a character": (b'{"format":"\\ud800"}', "文件里有不能保存的字符，请检查文字是否完整。"),
    "a list that is none": (
        b'{"format":"banshitai-package","version":2,"items":{}}', "文件里的“items”应为列表，每一项是一个对象。",
    ),
    "a list of texts": (
        b'{"format":"banshitai-package","version":1,"registers":["x"]}', "文件里的“registers”应为列表，每一项是一个对象。",
    ),
    "something else": (b'{"format":"banshitai-package","version":2,"cases":[]}', "文件里有不认识的内容“cases”。"),
    "too many": (
        b'{"format":"banshitai-package","version":2,"items":[' + b",".join([b"{}"] * 5001) + b"]}",
        "一个数据包最多5000项，请分成几个数据包。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_no_package_is_refused_with_what_is_wrong(what: str) -> None:
    raw, sentence = BAD[what]

    with pytest.raises(Rejected) as refused:
        document.read(raw)

    assert str(refused.value.verdict) == sentence


def test_a_bracket_inside_a_text_is_no_depth() -> None:
    raw = json.dumps({"format": "banshitai-package", "version": 2, "items": [{"name": '"' + "[" * 500}]}).encode()

    assert document.read(raw)["items"][0]["name"].endswith("[")


def test_a_package_of_version_1_is_brought_up_with_the_same_hashes() -> None:
    """Its blocks stood among its registers."""
    read = document.read(V1.read_bytes())

    assert [len(read[name]) for name in document.LISTS] == [1, 1, 1, 0]
    found = {slug: kind.judged(read[kind.plural][0])[0] for slug, kind in KINDS.items() if read[kind.plural]}
    assert {slug: KINDS[slug].hash_of(content) for slug, content in found.items()} == HASHES


@given(drawn=st.lists(strategies.definitions(), max_size=2))
def test_items_go_out_and_come_back_with_the_same_hashes(drawn: list[ItemDefinition]) -> None:
    rows = [schema.dump(one) for one in drawn]
    raw = document.write({"items": rows})

    back = document.read(raw)["items"]
    as_catalogue = document.read(document.to_catalogue({"items": rows}))["items"]

    assert [KINDS["item"].hash_of(schema.load(one)) for one in back] == [KINDS["item"].hash_of(one) for one in drawn]
    assert as_catalogue == back
    assert document.write(document.read(raw)) == document.write(document.read(document.write(document.read(raw))))
