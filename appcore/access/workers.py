"""The worker behind an account that is made from the shell, where nobody chooses one from a list."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from appcore import records
from appcore.access import placing
from appcore.errors import Refused
from models.account import User
from models.db import HouseSession
from models.place import Hall
from models.staff import Staff


def found_or_entered(session: HouseSession, username: str, name: str, hall_code: str) -> int:
    """Within a unit of work: the hall's worker with this account name as number, or of this name, who has no account yet.

    Entered with the account name as his number when there is none: his posts are given in the console.
    Raises: Refused for an unknown hall, or when several bear the name.
    """
    if session.scalar(select(Hall.id).where(Hall.code == hall_code, Hall.valid_to.is_(None))) is None:
        raise Refused("没有这个选项，请重新选择", field="hall_code")
    fitting = select(Staff.id).where(
        Staff.hall_code == hall_code, Staff.valid_to.is_(None), or_(Staff.staff_number == username, Staff.name == name),
        Staff.id.not_in(select(User.staff_id).where(User.staff_id.is_not(None))),
    )  # fmt: skip
    found = list(session.scalars(fitting))
    if len(found) > 1:
        raise Refused("本中心有几位同名的工作人员，请用 --staff 写明工号", field="staff_id")
    if found:
        return int(found[0])
    values = {"name": name, "staff_number": username[:20], "hall_code": hall_code}
    row = Staff(**placing.complete(session, Staff, values))
    records.add(session, row)
    return int(row.id)


def numbered(session: HouseSession, staff_number: str, hall_code: str) -> int:
    """The worker of a hall by his number.

    Raises: Refused when the hall has none with it.
    """
    wanted = select(Staff.id).where(
        Staff.staff_number == staff_number, Staff.hall_code == hall_code, Staff.valid_to.is_(None)
    )
    found = session.scalar(wanted)
    if found is None:
        raise Refused("本中心没有这个工号的工作人员", field="staff_id")
    return int(found)


def has_worker(session: Session, account_id: int) -> bool:
    """Whether an account is a worker's, so that posts can give it authority."""
    return session.scalar(select(User.staff_id).where(User.id == account_id)) is not None
