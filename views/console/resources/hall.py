"""The halls' tables: what the county names, and what each hall sets itself."""

from __future__ import annotations

from models.offer import Authority, Offer, OfferContact
from models.place import Hall, HallDetail
from models.staff import Post, Staff
from models.window import Window, WindowKind
from views.console.registers.own_desk import groups_of
from views.console.resource import Resource, register
from views.console.resources.offer_acts import offer_buttons

IN_USE = ("使用", ("valid_from", "valid_to"))

register(
    Resource(
        noun="hall", wing="hall", title="服务中心", model=Hall, columns=("code", "name", "kind", "hall_class", "region_code", "address"),
        groups=(("中心", ("code", "name", "kind", "hall_class", "region_code", "address", "required_area")), IN_USE),
        search=("name", "code"), spelt="name", filters=("kind", "hall_class"), sort=("code", "name"), order="code",
        related=(("hall_detail", "hall_code"), ("window", "hall_code"), ("staff", "hall_code"), ("offer", "hall_code")),
        own_fields=lambda row: groups_of(row, "hall"),
    ),
    Resource(
        noun="hall_detail", wing="hall", title="开放时间与设施", model=HallDetail,
        columns=("hall_code", "morning_opens", "afternoon_closes", "consult_phone", "complaint_phone", "floor_area"),
        groups=(
            ("中心", ("hall_code",)),
            ("开放时间", ("morning_opens", "morning_closes", "afternoon_opens", "afternoon_closes", "opens_saturday", "market_days", "hours_note")),
            ("电话与交通", ("consult_phone", "complaint_phone", "transit")),
            ("设施", ("floor_area", "equipment")),
        ),
        search=("consult_phone",), display=("hall_code",),
    ),
    Resource(
        noun="window_kind", wing="hall", title="标准窗口", model=WindowKind, columns=("name", "document_name", "position"),
        groups=(("标准窗口", ("code", "name", "document_name", "position")),), search=("name", "document_name"), spelt="name",
        sort=("position", "name"), order="position",
    ),
    Resource(
        noun="window", wing="hall", title="窗口", model=Window, columns=("hall_code", "number", "kind_code", "position", "valid_to"),
        groups=(("窗口", ("hall_code", "number", "kind_code", "position")), IN_USE),
        search=("number", "position"), filters=("kind_code",), sort=("number",), order="hall_code",
        display=("number", "position", "hall_code"), related=(("post", "window_id"), ("offer", "window_id")),
        own_fields=lambda row: groups_of(row, "window"),
    ),
    Resource(
        noun="staff", wing="hall", title="工作人员", model=Staff,
        columns=("name", "staff_number", "title", "hall_code", "department_code", "work_phone", "valid_to"),
        groups=(
            ("工作人员", ("name", "staff_number", "title", "hall_code", "department_code")),
            ("亮相牌", ("duty", "work_phone", "party_member", "pledge", "consents_wall", "consents_web")),
            IN_USE,
        ),
        search=("name", "staff_number"), spelt="name", filters=("department_code",), sort=("name", "staff_number"), order="staff_number",
        display=("name", "staff_number"), related=(("post", "staff_id"),), own_fields=lambda row: groups_of(row, "staff"), hint="姓名、岗位、工号和办公电话依职务公开；照片和党员标识须本人同意",
    ),
    Resource(
        noun="post", wing="hall", title="岗位", model=Post, columns=("staff_id", "window_id", "kind", "weekdays", "valid_from", "valid_to"),
        groups=(("岗位", ("staff_id", "window_id", "kind", "weekdays")), IN_USE), filters=("kind",), display=("kind", "weekdays"),
        search=("weekdays",),
    ),
    Resource(
        noun="offer", wing="hall", title="进驻事项", model=Offer, columns=("item_code", "hall_code", "window_id", "revision", "valid_to"),
        groups=(("进驻", ("hall_code", "item_code", "window_id", "delegation_paper", "place_note", "hours_note")), IN_USE),
        search=("item_code", "hall_code"), named=("item_code", "hall_code"), display=("item_code", "hall_code"), sort=("item_code",), order="item_code",
        related=(("offer_contact", "offer_id"), ("authority", "offer_id")), buttons=offer_buttons,
    ),
    Resource(
        noun="offer_contact", wing="hall", title="咨询投诉方式", model=OfferContact, columns=("hall_code", "offer_id", "kind", "mode", "detail"),
        groups=(("联系方式", ("hall_code", "offer_id", "kind", "mode", "detail")),), search=("detail",), filters=("kind", "mode"),
        display=("detail",), in_menu=False,
    ),
    Resource(
        noun="authority", wing="hall", title="受理权限", model=Authority, columns=("offer_id", "post_id", "power", "valid_from", "valid_to"),
        groups=(("权限", ("offer_id", "post_id", "power")), IN_USE), filters=("power",), display=("power",),
    ),
)  # fmt: skip
