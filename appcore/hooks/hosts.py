"""Where webhooks may go: addresses of listed hosts only, and of these only what the list means to reach (SSRF).

A private address is reached only for a host that is listed by its whole name; loopback, link-local and other special addresses
only when that very address, or `localhost`, is listed. What was checked is what is connected to, so that a name which
answers differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from appcore.definition.verdict import N_

LONGEST = 300
NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", re.ASCII)
PORTS = {"https": 443, "http": 80}
TUNNELS = tuple(ip_network(one) for one in ("64:ff9b::/96", "2002::/16", "2001::/32"))
"""Addresses of IPv6 that lead to an address of IPv4, whichever that is."""
Address = IPv4Address | IPv6Address


class BadAddress(ValueError):
    """No address that a webhook may have; `sentence` is a msgid for people."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart; `path` is what is asked for, with its query."""

    scheme: str
    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts of `BANSHITAI_WEBHOOK_HOSTS`: whole names and addresses, or `*.county.gov.cn` for all names below one."""

    whole: frozenset[str]
    below: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.whole or self.below)

    def admit(self, host: str) -> bool:
        return host in self.whole or (not _is_address(host) and host.endswith(self.below))

    def reach(self, host: str, address: Address) -> bool:
        """Whether a listed host may be met at the address that its name stands for."""
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        if str(address) in self.whole or (address.is_loopback and host == "localhost" and host in self.whole):
            return True
        if _is_special(address):
            return False
        return address.is_global or (address.is_private and host in self.whole)


def _is_special(address: Address) -> bool:
    return (
        address.is_loopback
        or address.is_link_local
        or address.is_unspecified
        or address.is_multicast
        or address.is_reserved
        or any(address in tunnel for tunnel in TUNNELS)
    )


@lru_cache(maxsize=16)
def parsed(text: str) -> Hosts:
    """The list of a setting, by commas. Raises: ValueError for what is no host."""
    whole, below = set(), []
    for part in (one.strip().lower().rstrip(".") for one in text.split(",") if one.strip()):
        name = part.removeprefix("*.")
        if not (_is_address(part) or NAME.fullmatch(name)):
            raise ValueError(f"no host: {part}")
        if name != part:
            below.append(f".{name}")
        else:
            whole.add(str(ip_address(part)) if _is_address(part) else part)
    return Hosts(frozenset(whole), tuple(below))


def target(address: str) -> Target:
    """An address taken apart. Raises: BadAddress with the sentence that says what is wrong with it."""
    if len(address) > LONGEST or not address.isascii() or any(not 32 < ord(one) < 127 for one in address):
        raise BadAddress(N_("网址只能由字母、数字和常用符号组成，最多300个字符"))
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as broken:
        raise BadAddress(N_("这不是完整的网址")) from broken
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in PORTS or not (_is_address(host) or NAME.fullmatch(host)) or port == 0:
        raise BadAddress(N_("请填写以 https:// 或 http:// 开头的完整网址"))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadAddress(N_("网址里不能写用户名、密码或 # 之后的内容"))
    if _is_address(host):
        host = str(ip_address(host))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
