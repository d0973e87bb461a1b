"""One user action, one transaction: reading is deferred everywhere, writing happens in here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from appcore import signals
from appcore.access import audit
from appcore.errors import Conflict, Refused
from appcore.hooks import outbox
from models.db import HouseSession, db, house_session

CHANGED = "该记录已被他人修改，请对照后再保存"


@contextmanager
def unit_of_work(session: HouseSession | None = None) -> Iterator[HouseSession]:
    """End the read transaction, begin the write, run the block, chain the audit, commit; on any fault, nothing happened.

    What the block announced (`signals`) is queued for subscribers in the same transaction, and told to receivers after it.
    What the block changes it must read again inside. On SQLite the lock is taken at the start (BEGIN IMMEDIATE), so
    hashing, uploads and rendering belong outside. A unit inside a unit joins it: when the inner one fails, the outer one
    cannot be saved any more, even if it catches the error.
    Raises: Conflict when somebody changed a row meanwhile; Refused when the database's own rules refuse.
    """
    work: HouseSession = session if session is not None else house_session()
    if work.info.get("writing"):
        try:
            yield work
        except BaseException:
            work.info["failed"] = True
            raise
        return
    work.rollback()
    work.connection(execution_options={"writing": True})
    work.info["writing"] = True
    try:
        yield work
        if work.info.get("failed"):
            raise RuntimeError("a unit of work inside this one failed: nothing of it can be kept")
        work.flush()
        happened = signals.pending(work)
        outbox.keep(work, happened)
        audit.chain(work)
        work.commit()
    except StaleDataError as stale:
        work.rollback()
        raise Conflict(CHANGED) from stale
    except (IntegrityError, DataError) as broken:
        work.rollback()
        raise Refused("保存失败：编号重复、内容超长或仍被其他记录引用") from broken
    except BaseException:
        work.rollback()
        raise
    finally:
        work.info.pop("writing", None)
        work.info.pop("failed", None)
        audit.forget(work)
        signals.forget(work)
    signals.send(happened)


@contextmanager
def short_write() -> Iterator[HouseSession]:
    """A short write beside the request's own session, without audit: counters and marks that stand whatever becomes of the rest.

    Not inside a unit of work: on SQLite it would wait for the lock that its own thread holds.
    """
    with HouseSession(db, autoflush=False) as session:
        try:
            session.connection(execution_options={"writing": True})
            session.info["writing"] = True
            yield session
            session.commit()
        except BaseException:
            session.rollback()  # as in audit.note: closing alone may give back a connection with its transaction open
            raise
