"""Lists of what the county hands down: batches, what each hall takes on, the service lists of villages; changed by their acts alone."""

from __future__ import annotations

from typing import Any

from flask import url_for

from appcore import clock
from appcore.catalogue.local.adoptions import state_on
from appcore.definition.verdict import N_
from models.delegation import Adoption, Delegation
from models.village_list import VillageList
from models.vocabulary import ADOPTION_STATE
from views.console.resource import Begin, Button, Resource, register
from views.words import _, term


def _state(adoption: Any) -> str:
    return term(ADOPTION_STATE, state_on(adoption, clock.local_today()))


register(
    Resource(
        noun="delegation", wing="hall", title="承接批次", model=Delegation, columns=("name", "form", "starts_on", "state", "issued_by"),
        search=("name", "paper"), filters=("form", "state"), sort=("starts_on", "name"), order="-starts_on", verbs=(),
        groups=(("批次", ("name", "form", "document_code", "paper", "starts_on", "state", "issued_at", "issued_by", "note")),),
        related=(("adoption", "delegation_id"),), begins=Begin(N_("新建承接批次"), "DelegationDesk.new", "delegation", "add"),
        buttons=lambda row: [Button(_("打开批次"), url_for("DelegationDesk.batch", pk=row.id), "get", "primary")],
        page=lambda row: url_for("DelegationDesk.batch", pk=row.id),
        nothing=(N_("还没有承接批次"), N_("县里把事项下放、委托或授权给乡镇时，在这里列明双方责任、事项、承接中心和交接清单。")),
    ),
    Resource(
        noun="adoption", wing="hall", title="承接情况", model=Adoption, columns=("item_code", "hall_code", "delegation_id", "state", "accepted_on", "recalled_from"),
        groups=(("承接", ("delegation_id", "item_code", "hall_code", "state", "accepted_on", "accepted_by", "recalled_from", "recall_reason", "recall_cases")),),
        search=("item_code",), filters=("state",), sort=("accepted_on", "item_code"), order="item_code", display=("item_code", "hall_code"), verbs=(),
        cells={"state": _state}, above=("delegation_id",), page=lambda row: url_for("AdoptionDesk.adoption", pk=row.id),
        buttons=lambda row: [Button(_("打开承接页"), url_for("AdoptionDesk.adoption", pk=row.id), "get", "primary")],
        nothing=(N_("没有要承接的事项"), N_("县里下达承接批次以后，各中心要承接的事项会列在这里。")),
    ),
    Resource(
        noun="village_list", wing="hall", title="村级服务清单各版", model=VillageList, columns=("hall_code", "number", "state", "signed_by", "signed_on"),
        groups=(("清单", ("hall_code", "number", "state", "signed_by", "signed_as", "signed_on", "published_at", "published_by")),),
        search=("hall_code",), filters=("state",), sort=("number", "signed_on"), order="hall_code", display=("number",), in_menu=False, verbs=(),
        page=lambda row: url_for("VillageDesk.read", pk=row.id),
        buttons=lambda row: [Button(_("打开清单"), url_for("VillageDesk.read", pk=row.id), "get", "primary")],
    ),
)  # fmt: skip
