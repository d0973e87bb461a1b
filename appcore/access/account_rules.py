"""What an account may be: which roles go together, and which grants make sense for them. Pure: values in, verdict out.

三权分立 (GB/T 22239): system administrator, security administrator and auditor are three people, none of whom does the
work. An account of one of the three is in force only when the system administrator has confirmed what the security
administrator did with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from appcore.access.principal import Grant, place_range
from appcore.definition.verdict import N_, Verdict
from models.vocabulary import GRANT_KIND, ROLE

POWERS = frozenset(("system_admin", "security_admin", "auditor"))
GRANT_KINDS: dict[str, tuple[str, ...]] = {
    "system_admin": ("region",),
    "security_admin": ("region",),
    "auditor": ("region",),
    "county_editor": ("region",),
    "county_reviewer": ("region",),
    "department_editor": ("department",),
    "hall_admin": ("hall", "region"),
    "clerk": ("hall",),
    "decider": ("hall", "department", "items"),
    "leader": ("hall", "region", "department"),
    "agent": ("hall",),
    "supervisor": ("region", "department"),
}
"""The kinds of grant that each role works with (decisions 52): a clerk has a hall, a supervisor a place or a line."""
WORKERS = frozenset(("clerk", "decider", "leader", "agent"))
"""Roles whose authority comes with the posts of a worker (Staff): such an account is somebody's, by name."""
COUNTY_WIDE = frozenset((*POWERS, "county_editor", "county_reviewer"))
"""Roles whose place is the county itself, and no smaller one."""
WANTED = {
    "hall": ("hall_code",),
    "region": ("region_code",),
    "department": ("region_code", "department_code"),
    "items": ("region_code", "item_codes"),
}
LABELS = {
    "hall_code": N_("服务中心"),
    "region_code": N_("区划"),
    "department_code": N_("部门"),
    "item_codes": N_("事项"),
}


def fault_of_roles(roles: Collection[str]) -> Verdict | None:
    """Why one account cannot have these roles together."""
    if not roles:
        return Verdict("请至少选择一个角色")
    if set(roles) - set(ROLE.slugs):
        return Verdict("没有这个角色")
    if POWERS & set(roles) and len(set(roles)) > 1:
        return Verdict("系统管理员、安全管理员、审计员互不兼任，也不兼任业务角色；请另建账号")
    return None


def fault_of_powers(roles: Collection[str], elsewhere: Collection[str]) -> Verdict | None:
    """Why a worker cannot have an account with these roles beside his others, which have the roles `elsewhere`."""
    if POWERS & set(roles) and POWERS & set(elsewhere) - set(roles):
        return Verdict("这位工作人员已有另一种管理员账号；系统管理员、安全管理员、审计员须是三个不同的人")
    return None


def fault_of_change(before: Collection[str], after: Collection[str]) -> Verdict | None:
    """Why an account with these roles cannot get those: none of the three powers is come by through another account."""
    if set(before) != set(after) and POWERS & {*before, *after}:
        return Verdict(
            "系统管理员、安全管理员、审计员的账号不能改作他用，其他账号也不能改成这三种角色；请停用后另建账号"
        )
    return fault_of_roles(after)


def fault_of_staff(roles: Collection[str], staff_id: int | None) -> Verdict | None:
    """Why an account with these roles needs a worker; None when it has one or needs none."""
    wanting = [role for role in ROLE.slugs if role in WORKERS and role in roles]
    if staff_id is not None or not wanting:
        return None
    words = "、".join(ROLE.label_of(role) for role in wanting)
    return Verdict("%(roles)s须选择对应的工作人员，没有的请中心管理员先在“工作人员”中登记", {"roles": words})


def is_power(roles: Iterable[str]) -> bool:
    return not POWERS.isdisjoint(roles)


def may_activate(actor_roles: Iterable[str], roles: Iterable[str]) -> bool:
    """Whose act it is to let an account sign in: of the three powers the system administrator's, else the security's."""
    return ("system_admin" if is_power(roles) else "security_admin") in set(actor_roles)


def fault_of_grant(roles: Collection[str], grant: Grant, county: str) -> tuple[str, Verdict] | None:
    """The field and the sentence for a grant that makes no sense for these roles; None when it does."""
    if grant.kind not in WANTED:
        return "kind", Verdict("请选择范围种类")
    for field in WANTED[grant.kind]:
        if not getattr(grant, field):
            return field, Verdict(
                "“%(kind)s”的范围须填写%(what)s", {"kind": GRANT_KIND.label_of(grant.kind), "what": LABELS[field]}
            )
    fitting = [role for role in roles if grant.kind in GRANT_KINDS.get(role, ())]
    if not fitting:
        words = "、".join(ROLE.label_of(role) for role in ROLE.slugs if role in roles)
        return "kind", Verdict(
            "%(roles)s没有“%(kind)s”这种范围", {"roles": words, "kind": GRANT_KIND.label_of(grant.kind)}
        )
    low, high = place_range(county)
    if not low <= (grant.place or "") <= high:
        return WANTED[grant.kind][0], Verdict("范围须在本县之内")
    if grant.kind == "region" and grant.region_code != county and set(fitting) <= COUNTY_WIDE:
        return "region_code", Verdict("这个角色的范围是全县")
    return None


def fault_of_dates(starts: date | None, ends: date | None, today: date) -> tuple[str, Verdict] | None:
    """The field and the sentence for dates between which a grant would never be in force."""
    if ends is not None and ends < today:
        return "valid_to", Verdict("停用日期已经过去")
    if starts is not None and ends is not None and ends < starts:
        return "valid_to", Verdict("停用日期不能早于起用日期")
    return None


def without_grant(roles: Iterable[str], grants: Collection[Grant]) -> tuple[str, ...]:
    """The roles that see nothing yet: no grant of a kind they work with."""
    kinds = {grant.kind for grant in grants}
    return tuple(role for role in ROLE.slugs if role in set(roles) and kinds.isdisjoint(GRANT_KINDS[role]))


def proposed(role: str, *, hall: str | None, department: str | None, county: str) -> Grant | tuple[str, Verdict]:
    """The grant that a role begins with at a place, or the field that is wanting for it.

    A town's hall admin keeps the town and what is below it, the county's keeps the county hall alone (decisions 52).
    """
    kinds = GRANT_KINDS[role]
    if role == "hall_admin" and hall and hall[:12] != county:
        return Grant("region", region_code=hall[:12])
    if "hall" in kinds and hall:
        return Grant("hall", hall_code=hall)
    if "department" in kinds and department:
        return Grant("department", region_code=county, department_code=department)
    if kinds[0] == "region":
        return Grant("region", region_code=county)
    field = "hall_code" if "hall" in kinds else "department_code"
    return field, Verdict("%(role)s须填写%(what)s", {"role": ROLE.label_of(role), "what": LABELS[field]})
