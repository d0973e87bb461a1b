"""What is held about one person, and the register of requests for a copy, a correction or an erasure (R82).

Source: 个人信息保护法 第四十五至第四十七条.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from appcore import clock, records
from appcore.access import audit, privacy, read_log
from appcore.access.principal import signed_in
from appcore.access.read_log import ANSWERS, Seen
from appcore.casework import case_reading, numbering
from appcore.definition import identity, person_name
from appcore.definition.characters import refuse_unstorable
from appcore.definition.verdict import Rejected, Verdict
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import unit_of_work
from models.case import Case, Party, Slip
from models.db import HouseSession
from models.place import Hall
from models.privacy import PersonRequest
from models.vocabulary import PERSON_REQUEST, REQUEST_STATE

ANSWERS_GIVEN = REQUEST_STATE.slugs[1:]


def register(kind: str, name: str, id_number: str, wanted: str) -> str:
    """Enter a request as the hall of whoever acts received it.

    Returns: its number. Raises: NotAllowed without a hall, Refused with a sentence for each field.
    """
    who = signed_in()
    if who.hall_code is None:
        raise NotAllowed("您的账号没有所在的服务中心，不能登记")
    faults: dict[str, Verdict] = {}
    if kind not in PERSON_REQUEST:
        faults["kind"] = Verdict("请选择请求种类")
    clean = _name(name, faults)
    if not identity.looks_like_a_number(id_number) or len(id_number.strip()) > 40:
        faults["id_number"] = Verdict("请填写完整的证件号码")
    if not wanted.strip() or len(wanted) > 300:
        faults["wanted"] = Verdict("请写明请求内容，不超过300个字")
    if faults:
        raise Refused("请按提示修改后再提交", fields=faults)
    with unit_of_work() as session:
        region = session.scalar(select(Hall.region_code).where(Hall.code == who.hall_code))
        today = clock.local_today()
        row = PersonRequest(
            hall_code=who.hall_code, region_code=region, number=numbering.of_hall(session, who.hall_code, "GX", today.year),
            kind=kind, name=clean, wanted=wanted.strip(), received_on=today, state="open",
        )  # fmt: skip
        privacy.put(row, "id_number", id_number.strip())
        records.stamp(row, new=True)
        session.add(row)
        session.flush()
        audit.record(session, "registered", "person_request", row.number, {"kind": kind})
        return row.number


def _name(name: str, faults: dict[str, Verdict]) -> str:
    try:
        return person_name.clean_person_name(name)
    except Rejected as problem:
        faults["name"] = problem.verdict
        return ""


def answer(number: str, state: str, text: str) -> None:
    """Enter what came of a request. Raises: NotFound, Conflict when it was answered, Refused."""
    if state not in ANSWERS_GIVEN:
        raise Refused("请选择处理结果", field="state")
    if state != "done" and not text.strip():
        raise Refused("没有全部办理的，须写明理由", field="answer")
    try:
        refuse_unstorable(text)
    except Rejected as problem:
        raise Refused("请按提示修改后再提交", fields={"answer": problem.verdict}) from problem
    if len(text) > 300:
        raise Refused("不能超过300个字", field="answer")
    with unit_of_work() as session:
        row = request_of(session, number)
        if row.state != "open":
            raise Conflict("这个请求已经答复")
        row.state, row.answer, row.answered_on = state, text.strip() or None, clock.local_today()
        records.stamp(row)
        audit.record(session, "answered", "person_request", number, {"state": state})


def request_of(session: HouseSession, number: str) -> PersonRequest:
    """Raises: NotFound."""
    row = session.scalar(select(PersonRequest).where(PersonRequest.number == number))
    if row is None:
        raise NotFound("没有这个请求")
    return row


def export_for(number: str) -> dict[str, Any]:
    """Everything about the person of a request within the scope of whoever acts; logged for each case.

    Raises: NotFound, Conflict when it asks for something else or was answered.
    """
    with unit_of_work() as session:
        row = request_of(session, number)
        if row.kind != "copy" or row.state != "open":
            raise Conflict("只有待处理的查阅、复制请求可以导出本人信息")
        return export(session, privacy.get(row, "id_number") or "", number, name=row.name)


def export(session: HouseSession, id_number: str, occasion: str, *, name: str = "") -> dict[str, Any]:
    """Within a unit of work: everything that is held about whoever has this document number, logged for each case.

    With a name only what stands under both: a telephone is shared, and a number may have been typed wrongly.
    """
    indexes = privacy.indexes_of(identity.number_forms(id_number))
    found = session.scalars(select(Party).where(Party.id_number_index.in_(indexes)).order_by(Party.id)).all()
    parties = [one for one in found if not name or one.name == name]
    of_case: dict[int, list[Party]] = {}
    for one in parties:
        of_case.setdefault(one.case_id, []).append(one)
    cases = session.scalars(select(Case).where(Case.id.in_(of_case)).order_by(Case.id)).all()
    for case in cases:
        seen = [Seen(("id_number", "phone", "address"), id_number)]
        seen += [Seen((ANSWERS,))] if case.entered_sealed is not None else []
        read_log.record(session, case.number, seen, "request")
    audit.record(session, "exported_person", "person_request", occasion, {"cases": len(cases)})
    return {
        "made_at": clock.local_now().isoformat(timespec="minutes"),
        "cases": [_case(session, case, of_case[case.id]) for case in cases],
    }


def _case(session: HouseSession, case: Case, own: list[Party]) -> dict[str, Any]:
    """One case as the person may read it: his own values whole, nothing of the other parties.

    What the form holds is told to the applicant alone: it may speak of the whole household.
    """
    page = case_reading.read(session, case, whole=True)
    applies = any(one.role == "applicant" for one in own)
    slips = session.scalars(select(Slip.number).where(Slip.case_id == case.id).order_by(Slip.id))
    return {
        "number": case.number,
        "item": page.item,
        "hall": case.hall_code,
        "state": page.state,
        "outcome": page.outcome,
        "received_at": case.received_at.isoformat(timespec="minutes"),
        "finished_at": case.finished_at.isoformat(timespec="minutes") if case.finished_at else "",
        "person": [_person(one) for one in own],
        "answers": [list(pair) for pair in page.answers if applies],
        "entered": [list(pair) for pair in page.entered if applies],
        "tables": [
            {"title": one.title, "headings": list(one.headings), "rows": [list(row) for row in one.rows]}
            for section in page.form
            for one in section.grids
            if applies
        ],
        "papers": [list(paper) for paper in page.papers],
        "slips": list(slips),
    }


def _person(one: Party) -> dict[str, str]:
    sealed = {name: privacy.get(one, name) or "" for name in ("id_number", "phone", "address")}
    return {"role": one.role, "name": one.name, "document_kind": one.document_kind} | sealed
