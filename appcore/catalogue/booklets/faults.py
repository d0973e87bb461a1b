"""Why a booklet was not made, in words for whoever asked for it; what went wrong inside stays in the log."""

from __future__ import annotations

import errno

from appcore.definition.verdict import N_
from appcore.errors import Problem

BROKEN_OFF = N_("制作中断，请重新制作")
NO_ROOM = N_("服务器磁盘空间或内存不够，请联系系统管理员，之后重新制作")
NOT_READ = N_("有事项的内容读不出来，请联系系统管理员检查数据")
NO_PRINTER = N_("服务器没有安装 PDF 排版组件，请改用 Word 格式，或联系系统管理员安装")
OTHERWISE = N_("制作时出错，请重新制作；再次出错请联系系统管理员")


class NoPrinter(RuntimeError):
    """The program that sets PDF cannot be loaded on this machine: its libraries (pango) are not installed."""


def said(broken: BaseException) -> str:
    """The sentence for an error, a msgid."""
    match broken:
        case NoPrinter():
            return NO_PRINTER
        case MemoryError():
            return NO_ROOM
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return NO_ROOM
        case LookupError():
            return NOT_READ
        case Problem():
            return BROKEN_OFF
    return OTHERWISE
