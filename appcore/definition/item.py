"""The frozen definition of a service item: what an edition says, and nothing about rows, states or dates.

Every face of an item (form, checklist, guide, slip, API) is a function of this value. Field names are those of
`models.elements`, which holds their labels, limits and national exchange names; a test keeps the two in step.
Days are counted in the unit beside them, money is integer fen, absent values are None, "" or ().
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from appcore.definition.conditions import Condition

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Ref:
    """A body or paper named by its code, with the name it had when the definition was compiled."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What all parts have: a key, unique among its kind in the edition, copied from edition to edition."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis(Part):
    """设定依据: one law or document with the article that founds the item."""

    level: str | None = None
    title: str = ""
    document_number: str = ""
    article: str = ""
    text: str = ""
    issuer: str = ""
    effective_on: date | None = None
    document: Ref | None = None
    unverified: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceCondition(Part):
    """受理条件: one condition on acceptance, as a sentence."""

    text: str = ""
    basis: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Part):
    """One answer of a question or one option of a field."""

    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Part):
    """情形: a question to the applicant; its answers decide which parts apply."""

    text: str = ""
    kind: str | None = None
    help: str = ""
    condition: Condition | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Material(Part):
    """材料: one required paper."""

    paper: Ref | None = None
    name: str = ""
    necessity: str | None = None
    kind: str | None = None
    material_type: str | None = None
    form: str | None = None
    originals: int | None = None
    copies: int | None = None
    page_format: str = ""
    source_type: str | None = None
    issuer: str = ""
    issued_within: str = ""
    blank_form: str | None = None
    sample: str | None = None
    fill_note: str = ""
    accept_standard: str = ""
    exempt: bool | None = None
    pledge_allowed: bool | None = None
    basis: str = ""
    note: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction(Part):
    """减免: what makes a fee smaller, for whom, on what basis. `percent` is the part taken off."""

    kind: str | None = None
    percent: int | None = None
    amount_fen: int | None = None
    reason: str = ""
    basis: str = ""
    document: Ref | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee(Part):
    """收费: amount in fen, times a quantity, less the kindest reduction."""

    name: str = ""
    amount_fen: int | None = None
    unit: str = ""
    quantity: str = ""
    basis: str = ""
    document: Ref | None = None
    unverified: bool | None = None
    note: str = ""
    condition: Condition | None = None
    reductions: tuple[Reduction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Part):
    """环节: one step with its level, role and share of time; `acts` is what whoever works on it may do."""

    name: str = ""
    kind: str | None = None
    level: str | None = None
    role: str | None = None
    department: Ref | None = None
    duration: int | None = None
    unit: str | None = None
    counting: str | None = None
    standard: str = ""
    result: str = ""
    parallel: str = ""
    acts: tuple[str, ...] = ()
    basis: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialProcedure(Part):
    """特别程序: what may stop or lengthen the clock, and whether its days count."""

    name: str = ""
    kind: str | None = None
    duration: int | None = None
    unit: str | None = None
    basis: str = ""
    charged: bool | None = None
    counted: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Part):
    """表单字段: one field of a form; one that stands `within` a field of kind table is a column of that table.

    `places`: decimal places; `code_list`: the list that a code comes from; `formula`: the expression of a computed field;
    `summed`: the table shows the column's sum; `shared`: the library field and version it was taken from.
    """

    label: str = ""
    kind: str = ""
    group: str = ""
    required: bool | None = None
    help: str = ""
    low: int | None = None
    high: int | None = None
    places: int | None = None
    unit: str = ""
    code_list: str = ""
    within: str = ""
    summed: bool | None = None
    formula: str = ""
    prefill: str | None = None
    width: str | None = None
    printed: str | None = None
    shared: str = ""
    condition: Condition | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Part):
    """结果: what the applicant gets."""

    name: str = ""
    result_type: str | None = None
    validity: str = ""
    sample: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faq(Part):
    """常见问题."""

    question: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDefinition:
    """One edition's whole content. `code` is the county's permanent code (330327-00042), `catalog_code` the 基本编码."""

    format: int = FORMAT
    code: str
    catalog_code: str = ""

    # 基本信息
    name: str = ""
    task_type: str | None = None
    local_catalog_code: str = ""
    use_levels: tuple[str, ...] = ()
    service_class: str | None = None
    service_domain: str = ""
    service_objects: tuple[str, ...] = ()
    person_themes: tuple[str, ...] = ()
    body_themes: tuple[str, ...] = ()
    initiation: str | None = None
    summary: str = ""

    # 实施机构
    implementing_body: Ref | None = None
    body_kind: str | None = None
    task_code: str = ""
    local_task_code: str = ""
    handle_item_code: str = ""
    handle_item_name: str = ""
    power_source: str | None = None
    entrusting_body: str = ""
    delegation_paper: str = ""
    delegation_document: Ref | None = None
    joint_departments: tuple[Ref, ...] = ()
    lead_department: Ref | None = None
    accepting_department: Ref | None = None
    undertaking_department: Ref | None = None
    deciding_department: Ref | None = None
    worked_in: str = ""
    use_content: str = ""
    power_division: str = ""

    # 时限与到场
    case_type: str | None = None
    review_type: str | None = None
    legal_days: int | None = None
    legal_unit: str | None = None
    legal_note: str = ""
    promised_days: int | None = None
    promised_unit: str | None = None
    promised_note: str = ""
    opening_hours_only: bool | None = None
    extension_limit: int | None = None
    extension_unit: str | None = None
    visits: int | None = None
    visits_reason: str = ""
    must_attend: bool | None = None
    agent_allowed: str | None = None
    season_from: str = ""
    season_until: str = ""
    season_note: str = ""
    quota_note: str = ""

    # 办理渠道
    handle_forms: tuple[str, ...] = ()
    offline_note: str = ""
    online_note: str = ""
    has_fee: bool | None = None
    enters_center: bool | None = None
    is_online: bool | None = None
    online_depth: str | None = None
    online_grade: str | None = None
    online_url: str = ""
    link_url: str = ""
    mobile_url: str = ""
    pays_online: bool | None = None
    by_express: bool | None = None
    mails_material: bool | None = None
    mails_result: bool | None = None
    by_appointment: bool | None = None
    appointment_quota: int | None = None
    appointment_rule: str = ""
    self_service: bool | None = None
    handle_area: str | None = None
    intermediary: str = ""
    on_pledge: bool | None = None
    tolerates_gaps: bool | None = None

    # 结果与送达
    result_form: str | None = None
    delivery_ways: tuple[str, ...] = ()
    delivery_days: int | None = None
    publication_rule: str = ""
    retention: str | None = None

    # 权利与救济
    rights: str = ""
    duties: str = ""
    review_body: str = ""
    review_address: str = ""
    review_phone: str = ""
    review_url: str = ""
    litigation_court: str = ""
    litigation_address: str = ""
    litigation_phone: str = ""
    litigation_url: str = ""

    bases: tuple[LegalBasis, ...] = ()
    conditions: tuple[AcceptanceCondition, ...] = ()
    questions: tuple[Question, ...] = ()
    materials: tuple[Material, ...] = ()
    fees: tuple[Fee, ...] = ()
    steps: tuple[Step, ...] = ()
    procedures: tuple[SpecialProcedure, ...] = ()
    fields: tuple[Field, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    faqs: tuple[Faq, ...] = ()

    @property
    def is_instant(self) -> bool:
        """即办件: done on the spot, so receipt, acceptance and result are one act."""
        return self.case_type == "instant"


class Asks(Protocol):
    """What asks people something: the edition of an item, a register, an inspection sheet."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Questions whose answers decide what else applies; a book or sheet may have none."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields in their order, columns of tables among them."""
