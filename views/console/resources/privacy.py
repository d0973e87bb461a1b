"""The tables of privacy: destruction lists with their lines, and the register of people's requests; changed by services."""

from __future__ import annotations

from models.privacy import DestructionLine, DestructionList, PersonRequest
from views.console.resource import Begin, Resource, register
from views.console.resources.privacy_acts import list_buttons, list_notice, request_buttons

register(
    Resource(
        noun="destruction_list", wing="casework", title="销毁清单", model=DestructionList, verbs=(),
        columns=("number", "hall_code", "state", "case_count", "row_count", "drawn_up_by", "created_at"),
        groups=(
            ("清单", ("number", "hall_code", "state", "as_of", "case_count", "row_count", "drawn_up_by", "created_at")),
            ("签字", ("first_by", "first_at", "second_by", "second_at")),
            ("执行", ("carried_out_by", "carried_out_at")),
        ),
        search=("number",), filters=("state",), sort=("number",), order="-id", display=("number",), buttons=list_buttons,
        notice=list_notice, related=(("destruction_line", "list_id"),),
        nothing=("还没有销毁清单", "先试算到期的办件，核对无误后编制清单，由另外两个人签字后执行。"),
        begins=Begin("查看到期可销毁的办件", "DestructionDesk.due", "destruction_list", "draw_up"),
    ),
    Resource(
        noun="destruction_line", wing="casework", title="清单明细", model=DestructionLine, verbs=(), in_menu=False,
        columns=("list_id", "case_number", "item_code", "finished_on", "retention", "due_on", "row_count", "destroyed"),
        groups=(("明细", ("list_id", "case_number", "item_code", "finished_on", "retention", "due_on", "row_count", "destroyed")),),
        search=("case_number",), filters=("retention",), display=("case_number",),
    ),
    Resource(
        noun="person_request", wing="casework", title="个人信息请求", model=PersonRequest, verbs=(),
        columns=("number", "kind", "name", "hall_code", "received_on", "state"),
        groups=(
            ("请求", ("number", "kind", "name", "id_number_sealed", "wanted", "hall_code", "received_on")),
            ("答复", ("state", "answer", "answered_on")),
        ),
        search=("number",), filters=("kind", "state"), sort=("number", "received_on"), order="-id", display=("number",),
        buttons=request_buttons,
        nothing=("还没有个人信息请求", "有人要求查阅、复制、更正或删除本人信息时，当面核对证件后登记，再按期答复。"),
        begins=Begin("登记个人信息请求", "PersonRequests.register", "person_request", "register"),
    ),
)  # fmt: skip
