"""The list of booklets: what was made, by whom and when, how far the others are."""

from __future__ import annotations

from sqlalchemy import select

from appcore.errors import Conflict, NotFound
from models.booklet import Booklet, BookletFile
from models.db import HouseSession

LISTED = 100


def listed(session: HouseSession) -> list[Booklet]:
    """Those in sight, the newest first."""
    return list(session.scalars(select(Booklet).order_by(Booklet.id.desc()).limit(LISTED)))


def file_of(session: HouseSession, booklet: Booklet) -> BookletFile:
    """The finished file.

    Raises: Conflict while there is none, NotFound.
    """
    if booklet.state != "done":
        raise Conflict("这份资料还没有做好，请稍后再来下载")
    held = session.scalar(select(BookletFile).where(BookletFile.booklet_id == booklet.id))
    if held is None:
        raise NotFound("这份资料的文件已到期清理，请重新制作")
    return held
