"""The life of a book: begin, draft, publish, end. A published version stands; entries keep the one they were written under."""

from __future__ import annotations

from dataclasses import dataclass, replace

from marshmallow import ValidationError
from sqlalchemy import func, select

from appcore import clock, records
from appcore.access import audit, placing
from appcore.access.principal import Person, current
from appcore.access.scope import as_system
from appcore.definition import canonical
from appcore.definition import register as definitions
from appcore.definition.checks import Context, Problem
from appcore.definition.designing.rows import MOST_ROWS
from appcore.definition.kinds import KINDS
from appcore.definition.nesting import is_sealed, nested
from appcore.definition.register import RegisterDefinition
from appcore.definition.sealing import marked
from appcore.definition.verdict import N_
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession, house_session
from models.register import Register, RegisterEntry, RegisterRight, RegisterVersion
from models.vocabulary import ROLE

ADDRESSES = frozenset({"designs", "new", "own", "entries"})
"""What stands below /console/registers beside the books: no book is called so."""
RESERVED = N_("这个标识留给系统自己的网址，请换一个")


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of a book as an editor reads it; `version` is compared when it is saved."""

    id: int
    version: int
    definition: RegisterDefinition


def begin(definition: RegisterDefinition) -> int:
    """Make a new book with its first draft.

    Returns: the draft's id. Raises: Refused when the code is taken, reserved or breaks its rule.
    """
    _require_few(definition)
    if definition.code in ADDRESSES:
        raise Refused(RESERVED, field="code")
    with unit_of_work() as session:
        values = {"code": definition.code, "name": definition.name, "subject": definition.subject}
        row = Register(**placing.complete(session, Register, records.sound(Register, values)))
        records.add(session, row)
        return _new_draft(session, row, definition)


def draft(code: str) -> int:
    """The draft of a book; one is made from the version in use when there is none.

    Returns: its id. Raises: NotFound.
    """
    with unit_of_work() as session:
        book = by_code(session, code)
        open_one = session.scalar(
            select(RegisterVersion.id).where(RegisterVersion.register_code == code, RegisterVersion.state == "draft")
        )
        if open_one is not None:
            return int(open_one)
        newest = in_use(session, code)
        content = (
            newest[1] if newest is not None else RegisterDefinition(code=code, subject=book.subject, name=book.name)
        )
        return _new_draft(session, book, content)


def _new_draft(session: HouseSession, book: Register, definition: RegisterDefinition) -> int:
    stored = definitions.write(definition)
    row = RegisterVersion(
        register_code=book.code,
        owner_code=book.owner_code,
        state="draft",
        definition=stored,
        definition_hash=canonical.digest(stored),
    )
    records.add(session, row)
    return int(row.id)


def read_draft(session: HouseSession, code: str) -> Draft:
    """Raises: NotFound."""
    row = session.scalar(
        select(RegisterVersion).where(RegisterVersion.register_code == code, RegisterVersion.state == "draft")
    )
    if row is None:
        raise NotFound("没有正在编辑的草稿")
    return Draft(row.id, row.version, definitions.read(row.definition))


def save(draft_id: int, definition: RegisterDefinition, *, version: int) -> int:
    """Keep what an editor wrote; a draft may be faulty, what is published may not.

    Returns: the version to save over next. Raises: NotFound, Conflict, Refused.
    """
    _require_few(definition)
    with unit_of_work() as session:
        row = _draft(session, draft_id)
        if row.version != version:
            raise Conflict(CHANGED)
        if (definition.code, definition.subject) != (row.register_code, by_code(session, row.register_code).subject):
            raise Refused("台账标识给出后不能修改", field="code")
        stored = definitions.write(definition)
        records.alter(session, row, {"definition": stored, "definition_hash": canonical.digest(stored)})
        session.flush()
        return int(row.version)


def _require_few(definition: RegisterDefinition) -> None:
    if len(definition.fields) > MOST_ROWS:
        raise Refused("一张表单最多%(most)s个字段。", most=MOST_ROWS)


def keep(code: str, definition: RegisterDefinition, digest: str) -> str:
    """What the designer saves: the draft of a book, begun here when there is none, over the content that was read.

    `digest`: the hash of the definition that was read. Returns: that of the one that is kept now.
    Raises: NotFound, Conflict, Refused.
    """
    try:
        definitions.read(definitions.write(definition))
    except ValidationError as broken:
        raise Refused("内容不合规则，没有保存") from broken
    with unit_of_work() as session:
        _content, now, _is_draft = opened(session, code)
        if now != digest:
            raise Conflict(CHANGED)
        fresh = canonical.digest(definitions.write(definition))
        if fresh != digest:
            row = _draft(session, draft(code))
            save(row.id, definition, version=row.version)
        return fresh


def keep_and_publish(code: str, definition: RegisterDefinition, digest: str) -> int:
    """Save what the designer holds and put it into use from now on, both or neither.

    Returns: its number. Raises: NotFound, Conflict, Refused.
    """
    with unit_of_work() as session:
        keep(code, definition, digest)
        if not opened(session, code)[2]:
            raise Refused("内容和正在使用的版本相同，不用再启用")
        return publish(draft(code))


def opened(session: HouseSession, code: str) -> tuple[RegisterDefinition, str, bool]:
    """What the designer opens: the draft, else the version in use; its hash; and whether it is a draft.

    Raises: NotFound.
    """
    book = by_code(session, code)
    row = session.execute(
        select(RegisterVersion.definition, RegisterVersion.definition_hash, RegisterVersion.state)
        .where(RegisterVersion.register_code == code)
        .order_by(RegisterVersion.state != "draft", RegisterVersion.number.desc())
        .limit(1)
    ).first()
    if row is None:
        empty = RegisterDefinition(code=code, subject=book.subject, name=book.name)
        return empty, canonical.digest(definitions.write(empty)), False
    return definitions.read(row.definition), row.definition_hash, row.state == "draft"


def publish(draft_id: int, *, version: int | None = None) -> int:
    """Put a draft into use from now on.

    Returns: its number. Raises: NotFound, Conflict, Refused with the first fault when it has any.
    """
    with unit_of_work() as session:
        row = _draft(session, draft_id)
        if version is not None and row.version != version:
            raise Conflict(CHANGED)
        definition = definitions.read(row.definition)
        faults = [one for one in problems(definition) if one.level == "error"]
        if faults:
            raise Refused("还有%(count)s处问题，改好后才能启用", count=len(faults))
        last = session.scalar(
            select(func.max(RegisterVersion.number)).where(RegisterVersion.register_code == row.register_code)
        )
        number = (last or 0) + 1
        records.alter(session, row, {"number": number, "state": "published", "published_at": clock.now()})
        book = by_code(session, row.register_code)
        records.alter(session, book, {"name": definition.name})
        facts = {"number": number, "hash": row.definition_hash, **_set_rights(session, book, definition)}
        audit.record(session, "published", "register", book.code, facts)
        return number


def _set_rights(session: HouseSession, book: Register, definition: RegisterDefinition) -> dict[str, str]:
    """Who writes reads too. Returns: what was given and taken, as the trail keeps it.

    Raises: NotAllowed when somebody would open personal data that was written already to a role of his own.
    """
    wanted = {("write", role) for role in definition.writers}
    wanted |= {("read", role) for role in (*definition.readers, *definition.writers)}
    there = {
        (one.power, one.role): one
        for one in session.scalars(select(RegisterRight).where(RegisterRight.register_code == book.code))
    }
    given, taken = sorted(wanted - there.keys()), sorted(there.keys() - wanted)
    who = current()
    if isinstance(who, Person) and who.roles & {role for _power, role in given} and _holds_personal(session, book.code):
        raise NotAllowed("这本台账已有个人信息，不能给启用人自己的岗位增加权限")
    for pair in taken:
        session.delete(there[pair])
    for power, role in given:
        session.add(RegisterRight(register_code=book.code, owner_code=book.owner_code, role=role, power=power))
    session.flush()
    return {name: _rights_said(pairs) for name, pairs in (("rights_given", given), ("rights_taken", taken)) if pairs}


def _rights_said(pairs: list[tuple[str, str]]) -> str:
    words = {"read": "查看", "write": "登记"}
    return "、".join(f"{ROLE.label_of(role)}（{words[power]}）" for power, role in pairs)


def _holds_personal(session: HouseSession, code: str) -> bool:
    """Whether a line was written under a version that asks for sealed values, wherever it stands."""
    asks = {
        number
        for number, one in versions(session, code).items()
        if any(is_sealed(field) for field in marked(one.fields))
    }
    with as_system("personal data of a book") as everywhere:
        return (
            everywhere.scalar(
                select(RegisterEntry.id)
                .where(RegisterEntry.register_code == code, RegisterEntry.version_number.in_(asks))
                .limit(1)
            )
            is not None
        )


def discard(draft_id: int) -> None:
    """Drop a draft; a book that was never in use is ended with it.

    Raises: NotFound.
    """
    with unit_of_work() as session:
        row = _draft(session, draft_id)
        code = row.register_code
        audit.record(session, "discarded", "register", code, {"hash": row.definition_hash})
        session.delete(row)
        session.flush()
        if in_use(session, code) is None:
            records.alter(session, by_code(session, code), {"valid_to": clock.local_today()})


def end(code: str) -> None:
    """Close a book: nothing more is written, everything stays readable.

    Raises: NotFound.
    """
    with unit_of_work() as session:
        records.alter(session, by_code(session, code), {"valid_to": clock.local_today()})


def reopen(code: str) -> None:
    """Raises: NotFound."""
    with unit_of_work() as session:
        records.alter(session, by_code(session, code), {"valid_to": None})


def problems(definition: RegisterDefinition) -> tuple[Problem, ...]:
    """What is wrong with a book as it stands, and beside the versions of it that were published."""
    published = versions(house_session(), definition.code)
    return definitions.problems(definition, Context(field_kinds=frozenset(KINDS)), published.values())


def may(session: HouseSession, code: str, power: str) -> bool:
    """Whether a role of the person at work reads or writes this book; the system does both."""
    who = current()
    if not isinstance(who, Person):
        return True
    return code in _with_right(session, who, power, code)


def readable(session: HouseSession, subject: str = "book") -> list[Register]:
    """The books that the person at work reads, in the order in which they were begun."""
    rows = session.scalars(select(Register).where(Register.subject == subject).order_by(Register.id)).all()
    who = current()
    read = _with_right(session, who, "read") if isinstance(who, Person) else {row.code for row in rows}
    return [row for row in rows if row.code in read]


def _with_right(session: HouseSession, who: Person, power: str, code: str = "") -> set[str]:
    query = select(RegisterRight.register_code).where(
        RegisterRight.power == power, RegisterRight.role.in_(sorted(who.roles))
    )
    return set(session.scalars(query.where(RegisterRight.register_code == code) if code else query))


def by_code(session: HouseSession, code: str) -> Register:
    """Raises: NotFound."""
    book = session.scalar(select(Register).where(Register.code == code))
    if book is None:
        raise NotFound("没有这本台账")
    return book


def in_use(session: HouseSession, code: str) -> tuple[int, RegisterDefinition] | None:
    """Number and definition of the version that is written under now; None when none was published yet."""
    row = session.execute(
        select(RegisterVersion.number, RegisterVersion.definition)
        .where(RegisterVersion.register_code == code, RegisterVersion.state == "published")
        .order_by(RegisterVersion.number.desc())
        .limit(1)
    ).first()
    return (row.number, definitions.read(row.definition)) if row is not None else None


def versions(session: HouseSession, code: str) -> dict[int, RegisterDefinition]:
    """All published versions of a book by number."""
    rows = session.execute(
        select(RegisterVersion.number, RegisterVersion.definition).where(
            RegisterVersion.register_code == code, RegisterVersion.state == "published"
        )
    )
    return {row.number: definitions.read(row.definition) for row in rows}


def sealed_keys(session: HouseSession, code: str) -> frozenset[str]:
    """The keys whose values were sealed under any published version: once personal, never told in clear."""
    return frozenset(
        field.key for one in versions(session, code).values() for field in nested(one.fields) if is_sealed(field)
    )


def renamed(definition: RegisterDefinition, code: str, name: str) -> RegisterDefinition:
    """The content of one book as the beginning of another."""
    return replace(definition, code=code, name=name)


def is_open(book: Register) -> bool:
    """Whether something may be written today."""
    return book.valid_to is None or book.valid_to > clock.local_today()


def _draft(session: HouseSession, draft_id: int) -> RegisterVersion:
    row = session.get(RegisterVersion, draft_id)
    if row is None or row.state != "draft":
        raise NotFound("没有正在编辑的草稿")
    return row
