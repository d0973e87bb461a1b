"""What kind of browser and machine somebody uses, as words by which he knows his own devices again; nothing else is kept."""

from __future__ import annotations

from appcore.definition.verdict import N_
from views.words import _

BROWSERS = (
    ("micromessenger", "wechat", N_("微信")),
    ("edg", "edge", N_("微软浏览器")),
    ("firefox", "firefox", N_("火狐浏览器")),
    ("chrome", "chrome", N_("谷歌内核浏览器")),
    ("safari", "safari", N_("苹果浏览器")),
)
MACHINES = (
    ("android", "android", N_("安卓手机或平板")),
    ("iphone", "iphone", N_("苹果手机")),
    ("ipad", "ipad", N_("苹果平板")),
    ("mac os", "mac", N_("苹果电脑")),
    ("windows", "windows", N_("电脑")),
    ("linux", "linux", N_("电脑")),
)
OTHER = "other"
OTHER_BROWSER, OTHER_MACHINE = N_("其他浏览器"), N_("其他设备")


def kind_of(user_agent: str) -> str:
    """Slugs of browser and machine of a User-Agent header, e.g. `edge/windows`."""
    text = user_agent[:500].lower()
    found = [next((slug for mark, slug, _words in table if mark in text), OTHER) for table in (BROWSERS, MACHINES)]
    return "/".join(found)


def device_words(kind: str) -> str:
    """The same for people: 微软浏览器 · 电脑."""
    browser, _slash, machine = kind.partition("/")
    return " · ".join(
        [
            _(next((words for _mark, slug, words in BROWSERS if slug == browser), OTHER_BROWSER)),
            _(next((words for _mark, slug, words in MACHINES if slug == machine), OTHER_MACHINE)),
        ]
    )
