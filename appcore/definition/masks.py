"""What is left of personal values where the task does not need the whole: enough to recognise, too little to guess.

Source: R76 and Masks in the design paper on quality; GB/T 35273-2020 7.2.
"""

from __future__ import annotations

from appcore.definition.person_name import INTERPUNCT

_STAR = "*"
HIDDEN = _STAR * 4
"""For a value of which nothing is known that could be left to see."""


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳娜娜 → 欧***, 买买提·艾力 → 买**; a single character → *. The second part of a name is left out."""
    if len(name) < 2:
        return _STAR
    first = name.partition(INTERPUNCT)[0]
    return name[0] + _STAR * max(1, len(first) - 1)


def mask_phone(number: str) -> str:
    """13800001234 → 138****1234, 0577-00000001 → 0577-****0001, without the extension; a short number is no secret."""
    area, _, local = number.partition("-")
    if local:
        local = local.partition("-")[0]
        return f"{area}-{_keep(local, 0, 4)}"
    return number if len(number) <= 5 else _keep(number, 3, 4)


def mask_id_number(number: str) -> str:
    """First two and last three: the hidden part leaves no short list of candidates, as "first six, last four" does."""
    return _keep(number, 2, 3)


def mask_document(number: str) -> str:
    """A passport or other document: E12345678 → E1****678; a short number keeps its first character alone."""
    return _keep(number, 2, 3) if len(number) >= 8 else _keep(number, 1, 0)


def mask_address(address: str) -> str:
    """The first six characters, which name the county and the town, and no house."""
    return address[:6] + _STAR * 4 if len(address) > 6 else _STAR * 4


def mask_email(address: str) -> str:
    """name@example.cn → n***@example.cn: the first letter and the house."""
    name, _, house = address.partition("@")
    return f"{name[:1]}{_STAR * 3}@{house}"


def mask_account(number: str) -> str:
    """6222020200000000000 → the last four figures, as a bank's messages leave them."""
    return _keep(number, 0, 4)


def _keep(text: str, head: int, tail: int) -> str:
    """Head and tail with stars between; all stars when fewer than three would be hidden."""
    hidden = len(text) - head - tail
    if hidden < 3:
        return _STAR * len(text)
    return text[:head] + _STAR * hidden + text[len(text) - tail :]
