"""Person and account are apart: an account ends with its worker's posts, by the dates alone, without a job that ends it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_, select

from appcore import clock
from models.account import User
from models.staff import Post, Staff


def has_left() -> ColumnElement[bool]:
    """Whether the worker of an account is ended, or had posts and all of them are ended. An account without a worker stays.

    Today is asked for at each execution, so that a statement with this can be kept.
    """
    today = bindparam(None, callable_=clock.local_today, type_=Date)
    posts = select(Post.id).where(Post.staff_id == User.staff_id)
    open_posts = posts.where(or_(Post.valid_to.is_(None), Post.valid_to >= today))
    ended = select(Staff.id).where(Staff.id == User.staff_id, Staff.valid_to < today)
    return or_(ended.exists(), and_(posts.exists(), ~open_posts.exists()))
