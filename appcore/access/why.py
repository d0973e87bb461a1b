"""为什么看得到或看不到: the rules of the scope asked one by one for an account and a record, each answer in words.

Pure: it asks the same functions on values that stand beside the criteria of every select; a property test holds the two
together. What it says names places and rules, never what the record holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from appcore.access import criteria, permissions
from appcore.access.principal import Grant, Person
from appcore.definition.verdict import N_, Verdict
from models.vocabulary import EDITION_STATE, GRANT_KIND, ROLE

NameOf = Callable[[str | None], str]


@dataclass(frozen=True, slots=True)
class DatedGrant:
    """A grant with its days, in force or not."""

    grant: Grant
    starts: date | None = None
    ends: date | None = None

    def is_in_force(self, today: date) -> bool:
        return (self.starts is None or self.starts <= today) and (self.ends is None or self.ends >= today)


@dataclass(frozen=True, slots=True)
class Account:
    """What of an account decides: whether it may sign in, its roles, all its grants."""

    username: str
    active: bool
    roles: frozenset[str]
    grants: tuple[DatedGrant, ...]

    def person(self, today: date) -> Person:
        """The principal that signs in on a day."""
        grants = tuple(one.grant for one in self.grants if one.is_in_force(today))
        return Person(0, self.username, "", self.roles, grants)


@dataclass(frozen=True, slots=True)
class Handed:
    """A grant over a case: to a hall or department, from–until."""

    hall_code: str | None
    department_code: str | None
    starts: datetime
    ends: datetime | None

    def is_in_force(self, now: datetime) -> bool:
        return self.starts <= now and (self.ends is None or self.ends > now)


@dataclass(frozen=True, slots=True)
class Subject:
    """What of a record decides: its kind of scope and its place; `state` and `owner_code` of an edition."""

    noun: str
    scope: str
    region_code: str | None = None
    department_code: str | None = None
    hall_code: str | None = None
    item_code: str | None = None
    owner_code: str | None = None
    state: str = ""
    ended_on: date | None = None
    handed: tuple[Handed, ...] = ()

    @property
    def is_case(self) -> bool:
        return self.noun in ("case", "slip")


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that was asked: `holds` None is a remark that decides nothing."""

    holds: bool | None
    words: Verdict


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that was asked, what the row limit alone says, and the answer with what would have to change."""

    findings: tuple[Finding, ...]
    row_seen: bool
    sees: bool
    because: Verdict
    remedy: Verdict | None = field(default=None)


def explain(account: Account, subject: Subject, title: str, name_of: NameOf, now: datetime) -> Explanation:
    """Why the account sees the record or not at a local time. `title` says what kind of record it is."""
    enters = _sign_in(account)
    role = _role(account, subject, title)
    rows = _rows(account, subject, name_of, now)
    row_seen = any(one.holds for one in rows)
    findings = (enters, role, *_remarks(subject), *rows)
    barrier = next((one for one in (enters, role) if not one.holds), None)
    if barrier is None and row_seen:
        return Explanation(findings, row_seen, True, next(one.words for one in rows if one.holds))
    if barrier is not None:
        remedy = _remedy_of(barrier, enters, subject, title)
        return Explanation(findings, row_seen, False, barrier.words, remedy)
    return Explanation(
        findings, row_seen, False, _no_grant(account, subject, name_of, now), _grant_wanted(subject, name_of)
    )


def _sign_in(account: Account) -> Finding:
    words = N_("账号在用，可以登录") if account.active else N_("账号已停用，不能登录")
    return Finding(account.active, Verdict(words))


def _role(account: Account, subject: Subject, title: str) -> Finding:
    may = permissions.may(account.roles, f"console:{subject.noun}", "show")
    held = "、".join(ROLE.label_of(slug) for slug in ROLE.slugs if slug in account.roles)
    words = N_("角色“%(roles)s”可以查看%(what)s") if may else N_("角色“%(roles)s”不能查看%(what)s")
    return Finding(may, Verdict(words, {"roles": held, "what": title}))


def _remarks(subject: Subject) -> Iterable[Finding]:
    if subject.ended_on is not None:
        yield Finding(None, Verdict("记录已于%(day)s停用；停用不影响能否看到", {"day": subject.ended_on.isoformat()}))
    if subject.scope == "draft":
        words = N_("版本处于“%(state)s”状态，只有起草部门和县级可见")
        if subject.state in criteria.PUBLISHED:
            words = N_("版本处于“%(state)s”状态，按已发布的标准查阅")
        yield Finding(None, Verdict(words, {"state": EDITION_STATE.label_of(subject.state)}))


def _rows(account: Account, subject: Subject, name_of: NameOf, now: datetime) -> list[Finding]:
    today = now.date()
    if not account.grants:
        return [Finding(False, Verdict("账号没有任何范围"))]
    found = []
    for one in account.grants:
        said = {"kind": GRANT_KIND.label_of(one.grant.kind), "reach": reach(one.grant, name_of)}
        if not one.is_in_force(today):
            words = N_("范围“%(kind)s：%(reach)s”已经过了停用日期")
            if one.starts is not None and one.starts > today:
                words = N_("范围“%(kind)s：%(reach)s”还没有到起用日期")
            found.append(Finding(False, Verdict(words, said)))
            continue
        found.append(_by_grant(one.grant, subject, name_of, said))
    return found + _by_handing(account, subject, name_of, now)


def _by_grant(grant: Grant, subject: Subject, name_of: NameOf, said: Mapping[str, str]) -> Finding:
    """What one grant in force says of the record, by the rule of its kind of scope."""
    person = Person(0, "", "", frozenset(), (grant,))
    if subject.scope == "standard":
        seen = (subject.owner_code or "") in person.places
        why = Verdict(
            "范围“%(kind)s：%(reach)s”在标准制定地“%(owner)s”之内，共同查阅",
            {**said, "owner": name_of(subject.owner_code)},
        )
        if not seen:
            why = Verdict(
                "范围“%(kind)s：%(reach)s”不在标准制定地“%(owner)s”之内", {**said, "owner": name_of(subject.owner_code)}
            )
        return Finding(seen, why)
    if subject.scope == "draft":
        seen = criteria.shows_edition(
            person, owner=subject.owner_code or "", department=subject.department_code, state=subject.state
        )
        words = N_("范围“%(kind)s：%(reach)s”不是起草部门或县级的范围")
        if seen:
            words = N_("范围“%(kind)s：%(reach)s”可以查阅这个版本")
        return Finding(seen, Verdict(words, said))
    seen = criteria.admits(grant, subject.region_code, subject.department_code, subject.hall_code, subject.item_code)
    if seen:
        return Finding(True, Verdict("范围“%(kind)s：%(reach)s”包括这条记录", said))
    return Finding(False, _why_not(grant, subject, name_of, said))


def _why_not(grant: Grant, subject: Subject, name_of: NameOf, said: Mapping[str, str]) -> Verdict:
    """Which part of a grant leaves an own row out: the hall, the place, the items, the department, in this order."""
    place = {**said, "hall": name_of(subject.hall_code), "region": name_of(subject.region_code)}
    if grant.kind == "hall":
        return Verdict("范围“%(kind)s：%(reach)s”只含本中心，记录属于“%(hall)s”", place)
    if grant.region_code and not criteria.admits(
        Grant("region", region_code=grant.region_code), subject.region_code, None, None, None
    ):
        return Verdict("范围“%(kind)s：%(reach)s”不含记录所在的“%(region)s”", place)
    if grant.kind == "items" and subject.item_code not in grant.item_codes:
        return Verdict("范围“%(kind)s：%(reach)s”的事项里没有这条记录的事项", place)
    if grant.department_code and subject.department_code not in (None, grant.department_code):
        return Verdict(
            "范围“%(kind)s：%(reach)s”只含本部门，记录属于“%(department)s”",
            {**place, "department": name_of(subject.department_code)},
        )
    return Verdict("范围“%(kind)s：%(reach)s”没有填写完整，不起作用", place)


def _by_handing(account: Account, subject: Subject, name_of: NameOf, now: datetime) -> list[Finding]:
    """What grants over the case itself say: to whom it was handed, from–until."""
    person = account.person(now.date())
    found = []
    for one in subject.handed:
        to = {"to": name_of(one.hall_code or one.department_code)}
        if not one.is_in_force(now):
            found.append(Finding(False, Verdict("办件曾移交给“%(to)s”，现已收回、退回或还没有开始", to)))
        elif any(
            criteria.receives(grant, region=subject.region_code, hall=one.hall_code, department=one.department_code)
            for grant in person.grants
        ):
            found.append(Finding(True, Verdict("办件已移交给“%(to)s”，账号的范围包括接收方", to)))
        else:
            found.append(Finding(False, Verdict("办件已移交给“%(to)s”，账号的范围不含接收方", to)))
    if subject.is_case and not subject.handed:
        found.append(Finding(None, Verdict("办件没有移交过")))
    return found


def reach(grant: Grant, name_of: NameOf) -> str:
    """What a grant reaches, by name."""
    parts = [name_of(code) for code in (grant.hall_code, grant.region_code, grant.department_code) if code]
    return "、".join([*parts, *grant.item_codes])


def _remedy_of(barrier: Finding, enters: Finding, subject: Subject, title: str) -> Verdict:
    if barrier is enters:
        return Verdict("如应恢复使用，先启用账号")
    wanted = permissions.roles_that_may(f"console:{subject.noun}", "show")
    roles = "、".join(ROLE.label_of(slug) for slug in ROLE.slugs if slug in wanted)
    return Verdict("能查看%(what)s的角色是：%(roles)s；如职责需要，调整角色", {"what": title, "roles": roles})


def _no_grant(account: Account, subject: Subject, name_of: NameOf, now: datetime) -> Verdict:
    if not any(one.is_in_force(now.date()) for one in account.grants):
        return Verdict("账号没有在用的范围")
    if subject.scope == "scoped":
        where = name_of(subject.hall_code) or name_of(subject.region_code)
        return Verdict("记录属于“%(where)s”，账号的范围都不包括它", {"where": where})
    return Verdict("账号的范围都不能查阅“%(owner)s”的这条记录", {"owner": name_of(subject.owner_code)})


def _grant_wanted(subject: Subject, name_of: NameOf) -> Verdict:
    if subject.scope != "scoped":
        return Verdict("如职责需要，增加“%(owner)s”的范围", {"owner": name_of(subject.owner_code)})
    where = {"where": name_of(subject.hall_code) or name_of(subject.region_code)}
    if subject.is_case:
        return Verdict("如职责需要，增加包括“%(where)s”的范围，或由现在持有办件的一方移交给其所在中心或部门", where)
    return Verdict("如职责需要，增加包括“%(where)s”的范围", where)
