"""What a password must be: long, not among those that everybody tries, and not made of what stands on the door.

Pure: values in, verdict out. Length counts; a mix of characters is asked for only where the installation sets it.
Source: R21; NIST SP 800-63B 5.1.1.2; GB/T 22239 8.1.4.1 (the mix and the forced change are settings).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from appcore.definition.verdict import Verdict

LEAST, MOST = 12, 256
LIST = Path(__file__).with_name("common_passwords.txt")
SHORTEST_WORD = 4
"""Of pinyin and numbers: a syllable such as `li` stands in too many good passwords."""
LEET = str.maketrans("@4310$5!7", "aaeiossit")
HOUSE = ("办事台", "便民服务", "政务服务", "行政服务")
ENDS = ("县", "市", "区", "镇", "乡", "局", "中心", "办公室")
PLACE = re.compile(r"([^县市区镇乡]*[县市区镇乡])(.{2,})")


@dataclass(frozen=True, slots=True)
class Owner:
    """What others know of the owner: account name, own name, staff number; and the names of county, office and hall."""

    username: str
    name: str = ""
    staff_number: str = ""
    places: tuple[str, ...] = ()


def verdict(password: str, owner: Owner, *, kinds: int = 0) -> Verdict | None:
    """Why a password is not taken; None when it is. `kinds`: how many kinds of characters it must mix at least."""
    if len(password) < LEAST:
        return Verdict("密码至少%(least)d个字符，建议用几个不相干的词连起来", {"least": LEAST})
    if len(password) > MOST:
        return Verdict("密码不能超过%(most)d个字符", {"most": MOST})
    if kinds_in(password) < kinds:
        return Verdict("密码要含大写字母、小写字母、数字、符号中的至少%(kinds)d种", {"kinds": kinds})
    if _holds(password, [owner.username, owner.name, owner.staff_number]):
        return Verdict("密码里不能有账号名、姓名或工号（拼音也不行）", {})
    if _holds(password, [*(part for name in owner.places for part in parts_of(name)), *HOUSE]):
        return Verdict("密码里不能有县、单位或本系统的名称（拼音也不行）", {})
    if is_common(password):
        return Verdict("这个密码太常见，别人很容易猜到，请换一个", {})
    return None


def kinds_in(password: str) -> int:
    """How many of the four kinds it has: capitals, small letters, digits, anything else."""
    tests = (str.isupper, str.islower, str.isdigit, lambda one: not one.isalnum())
    return sum(any(test(one) for one in password) for test in tests)


def is_common(password: str) -> bool:
    """Whether it, or its core without digits and signs at the ends, is one of those that are tried first, or hardly anything."""
    plain = _plain(password)
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    if len(core) < SHORTEST_WORD and len(plain) < 20 and core.isascii():
        return True  # but for a few letters only digits and signs
    forms = {plain, core, _read(plain), _read(core)}
    return any(one in common() or _unit(one) in common() or len(_unit(one)) <= 6 for one in forms if one)


def _unit(text: str) -> str:
    """The shortest part that the whole repeats; the whole when it repeats nothing."""
    at = (text + text).find(text, 1)
    return text[:at]


@cache
def common() -> frozenset[str]:
    """The list, in lower case."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("# "))


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password).casefold()


def _read(plain: str) -> str:
    """Signs read as the letters that they stand for (p@ssw0rd)."""
    return plain.translate(LEET)


def _holds(password: str, names: Iterable[str]) -> bool:
    plain = re.sub(r"[\s._'-]", "", _plain(password))
    return any(word in text for name in names for word in words_of(name) for text in (plain, _read(plain)))


def parts_of(name: str) -> tuple[str, ...]:
    """The name of a body, and its place and its own part apart: 灵溪镇便民服务中心, 灵溪镇, 便民服务中心."""
    found = PLACE.fullmatch(name)
    return (name, *found.groups()) if found else (name,)


def words_of(name: str) -> frozenset[str]:
    """The forms in which a name would stand in a password: as written, and in pinyin, with and without its last word (县)."""
    folded = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name or "").casefold())
    shorter = next((folded.removesuffix(end) for end in ENDS if folded.endswith(end)), folded)
    found = set()
    for one in (folded, shorter):
        has_han = any("\u3400" <= letter <= "\u9fff" for letter in one)
        if has_han and len(one) >= 2:
            found |= {one, *_spoken(one)}
        elif not has_han:
            found.add(one)
    return frozenset(one for one in found if len(one) >= (2 if not one.isascii() else SHORTEST_WORD))


def _spoken(text: str) -> Iterator[str]:
    """The pinyin of a text; ü as v and as u."""
    import pypinyin

    for as_u in (False, True):
        syllables = pypinyin.lazy_pinyin(text, v_to_u=False)
        spoken = "".join(syllables)
        yield spoken.replace("v", "u") if as_u else spoken
