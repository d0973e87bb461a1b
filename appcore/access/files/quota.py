"""How much may be brought: by case, by account and day, and never the last tenth of the disk (R66). Pure."""

from __future__ import annotations

from appcore.definition.verdict import Verdict

MEGABYTE = 1024 * 1024
KEPT_FREE = 10
"""A tenth of the disk stays free for the database, which must be able to finish what it began."""

CASES_AT_ONCE = 3
"""Forms that one account may fill with files at a time, each as full as a case may be."""


def disk_full(free: int, total: int) -> Verdict | None:
    """Why nothing may be kept now, in bytes of the disk that holds the files."""
    if free * KEPT_FREE < total:
        return Verdict("服务器的磁盘快满了，暂时不能上传文件，请联系系统管理员。")
    return None


def too_much_today(used: int, incoming: int, most_mb: int) -> Verdict | None:
    """Why an account may not bring these bytes on top of what it brought today."""
    if used + incoming > most_mb * MEGABYTE:
        return Verdict(
            "您今天上传的文件已达到每日上限（%(most)s MB），请明天再传，或联系系统管理员。", {"most": most_mb}
        )
    return None


def too_many(there: int, incoming: int, most: int) -> Verdict | None:
    """Why a case may not have these files on top of what it has."""
    if there + incoming > most:
        return Verdict("一个办件最多%(most)s个附件，现在已有%(there)s个。", {"most": most, "there": there})
    return None


def too_many_waiting(there: int, a_case: int) -> Verdict | None:
    """Why an account may not leave one more file with forms that it has not handed in: it has enough for several."""
    most = a_case * CASES_AT_ONCE
    if there >= most:
        return Verdict(
            "您有%(there)s个文件还没有随表单交上去，最多%(most)s个；请先提交表单，或者一天后再传。",
            {"there": there, "most": most},
        )
    return None


def too_large(size: int, most_mb: int) -> Verdict | None:
    """Why a file of this many bytes is not taken."""
    if size > most_mb * MEGABYTE:
        return Verdict("文件太大，单个文件不能超过%(most)s MB，请压缩或分成几份后再上传。", {"most": most_mb})
    return None
