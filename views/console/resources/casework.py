"""The cases' tables: list and show only; what may be done to a case are acts with services of their own."""

from __future__ import annotations

from models.attachment import Attachment
from models.case import Case, ClockEvent, MaterialCheck, Party, Slip
from views.console.resource import Resource, register
from views.console.resources.case_acts import (
    attachment_page,
    case_buttons,
    case_page,
    file_kind,
    size_words,
    slip_buttons,
)

register(
    Resource(
        noun="case", wing="casework", title="办件", model=Case, verbs=(),
        columns=("number", "item_code", "applicant_name", "hall_code", "state", "kind", "received_at"),
        groups=(
            ("办件", ("number", "item_code", "applicant_name", "state", "kind", "mode", "outcome")),
            ("地点与部门", ("hall_code", "region_code", "department_code", "window_id")),
            ("时间", ("received_at", "accepted_at", "finished_at")),
        ),
        search=("number", "item_code"), filters=("state", "kind", "mode"), sort=("number", "received_at"), order="-id",
        display=("number",), buttons=case_buttons, page=case_page,
        related=(("party", "case_id"), ("material_check", "case_id"), ("clock_event", "case_id"), ("slip", "case_id"), ("attachment", "case_id")),
    ),
    Resource(
        noun="party", wing="casework", title="当事人", model=Party, verbs=(), in_menu=False,
        columns=("case_id", "role", "name", "document_kind", "id_number_sealed", "phone_sealed"),
        groups=(("当事人", ("case_id", "role", "name", "document_kind", "id_number_sealed", "phone_sealed", "address_sealed")),),
        filters=("role",), display=("role",),
    ),
    Resource(
        noun="material_check", wing="casework", title="收件核验", model=MaterialCheck, verbs=(), in_menu=False,
        columns=("case_id", "name", "state", "note"), groups=(("材料", ("case_id", "name", "state", "note")),), search=("name",),
        filters=("state",),
    ),
    Resource(
        noun="clock_event", wing="casework", title="期限账本", model=ClockEvent, verbs=(), in_menu=False,
        columns=("case_id", "kind", "at", "days", "reason", "actor"),
        groups=(("事件", ("case_id", "kind", "at", "days", "unit", "counted", "reason", "actor")),), filters=("kind",), display=("kind",),
    ),
    Resource(
        noun="attachment", wing="casework", title="附件", model=Attachment, verbs=(), in_menu=False,
        columns=("name", "case_id", "size", "state", "void_reason", "created_by", "created_at"),
        groups=(("附件", ("case_id", "name", "note", "size", "state", "void_reason")), ("上传", ("created_by", "created_at", "sha256"))),
        filters=("state",), order="-id", cells={"size": size_words, "name": file_kind}, page=attachment_page,
    ),
    Resource(
        noun="slip", wing="casework", title="文书", model=Slip, verbs=(), columns=("number", "case_id", "kind", "issued_at", "void_reason"),
        groups=(("文书", ("number", "case_id", "kind", "issued_at", "void_reason")),), search=("number",), filters=("kind",),
        sort=("issued_at",), order="-id", display=("number",), buttons=slip_buttons,
    ),
)  # fmt: skip
