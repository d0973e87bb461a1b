"""R21: what a password must be. Pure: values in, verdict out."""

from __future__ import annotations

import pytest

from appcore.access import passwords
from appcore.access.passwords import Owner, verdict

OWNER = Owner("lingxi_clerk", "吕三丰", "LX20231", ("苍南县", "县审管办", "灵溪镇便民服务中心"))
GOOD = (
    "correct tree moves slowly", "kT9#vmQ2!xLw", "梅子黄时雨打芭蕉叶又一年", "7 boats, 3 nets; no fish", "x" * 3 + "qorvu-Melt&82hak" * 4,
    "wuyun-mibu-zhexi", "river stone river glass",
)  # fmt: skip
TOO_COMMON = (
    "password123456", "P@ssw0rd2026!!", "1qaz2wsx3edc4", "qwertyuiop12", "wodemima!2026", "wangfang@@1990", "iloveyou5201314", "202611231234",
    "13800001111zz", "aB1!aB1!aB1!aB1!", "qwertyuiopqwertyuiop", "abcabcabcabc", "ｐａｓｓｗｏｒｄ123456", "!!!admin!!!2026", "zaq12wsxcde3", "dragon!!!!!!!!",
)  # fmt: skip
NAMES_THE_OWNER = (
    "my lingxi_clerk door", "LingxiClerk#77qz", "lvsanfeng99rains", "lusanfeng99rains", "吕三丰的好密码很长很长很长", "xx-lx20231-tide", "L.X.2.0.2.3.1 tide",
)  # fmt: skip
NAMES_THE_PLACE = (
    "苍南的山和海都很美丽啊啊啊", "cangnan-hills-9", "CANGNANXIAN rain", "c4ngn4n hills are blue", "shenguanban,door", "lingxizhenbianmin", "banshitai rain 77",
    "xx办事台xxxxxxxxx", "bianminfuwuzhongxin7q",
)  # fmt: skip


@pytest.mark.parametrize("password", GOOD)
def test_r21_a_long_password_of_ones_own_is_taken_whatever_it_is_made_of(password: str) -> None:
    assert verdict(password, OWNER) is None


@pytest.mark.parametrize("length", [64, 65, 200, 256])
def test_r21_sixty_four_characters_and_more_are_allowed(length: int) -> None:
    assert verdict(("moving tree " * 30)[:length], OWNER) is None or length > 256


@pytest.mark.parametrize(("password", "words"), [
    ("kT9#vmQ2!xL", "至少"), ("梅子黄时雨", "至少"), ("", "至少"), ("m" + "ab9 x" * 52, "不能超过"),
])  # fmt: skip
def test_r21_too_short_and_too_long_are_told_with_the_limit(password: str, words: str) -> None:
    found = verdict(password, OWNER)

    assert found is not None
    assert words in found.msgid


@pytest.mark.parametrize("password", TOO_COMMON)
def test_r21_what_is_tried_first_is_refused_also_in_disguise(password: str) -> None:
    found = verdict(password, OWNER)

    assert found is not None
    assert "太常见" in found.msgid


@pytest.mark.parametrize("password", NAMES_THE_OWNER)
def test_r21_account_name_and_staff_number_are_refused_in_characters_and_pinyin(password: str) -> None:
    found = verdict(password, OWNER)

    assert found is not None
    assert "账号名" in found.msgid


@pytest.mark.parametrize("password", NAMES_THE_PLACE)
def test_r21_county_office_and_system_are_refused_in_characters_and_pinyin(password: str) -> None:
    found = verdict(password, OWNER)

    assert found is not None
    assert "名称" in found.msgid


def test_r21_the_list_is_long_and_most_of_it_matters() -> None:
    """Shorter ones are refused for their length; they count as the core of a longer one."""
    assert len(passwords.common()) >= 3000
    assert sum(len(one) >= passwords.LEAST for one in passwords.common()) >= 3000
    assert all(one == one.lower() and one.isascii() for one in passwords.common())


def test_r21_every_entry_of_the_list_is_refused() -> None:
    long_enough = [one for one in passwords.common() if len(one) >= passwords.LEAST]

    assert [one for one in long_enough if not passwords.is_common(one)] == []


def test_a_mix_of_characters_is_asked_for_only_where_it_is_set() -> None:
    assert verdict("correct tree moves slowly", OWNER) is None
    assert verdict("correct tree moves slowly", OWNER, kinds=3) is not None
    assert verdict("Correct tree moves 7 times", OWNER, kinds=4) is None
