"""A made-up item that has one of everything, and the little world that its kinds may ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from appcore.definition import conditions
from appcore.definition.conditions import Condition
from appcore.definition.item import Choice, Fee, Field, ItemDefinition, Material, Question, Reduction, Step
from appcore.definition.lookup import CommonLookup, StagedFile

TODAY = date(2026, 11, 23)
COUNTY = "330327000000"
LINGXI = "330327100000"
VILLAGE = "330327100001"
FILES = {
    "scan-0001": StagedFile("户口簿.pdf", "application/pdf", 20_000),
    "scan-0002": StagedFile("平面图.png", "image/png", 30_000),
    "photo-001": StagedFile("现场.jpg", "image/jpeg", 400_000),
    "huge-0001": StagedFile("录像.pdf", "application/pdf", 21 * 1024**2),
    "empty-001": StagedFile("空.pdf", "application/pdf", 0),
    "sign-0001": StagedFile("签名.png", "image/png", 9_000),
    "sign-huge": StagedFile("签名.png", "image/png", 2 * 1024**2),
}


@dataclass(frozen=True)
class World(CommonLookup):
    """Two towns, a village, one day, and files that were staged."""

    today: date = TODAY
    regions: dict[str, str] = field(
        default_factory=lambda: {
            COUNTY: "苍南县",
            LINGXI: "灵溪镇",
            VILLAGE: "灵溪镇建兴社区",
            "330327103000": "宜山镇",
        }
    )
    files: dict[str, StagedFile] = field(default_factory=lambda: dict(FILES))

    def region_name(self, code: str) -> str | None:
        return self.regions.get(code)

    def regions_under(self, code: str) -> list[tuple[str, str]]:
        towns = [(one, name) for one, name in self.regions.items() if one.endswith("000") and one != COUNTY]
        under = [(one, name) for one, name in self.regions.items() if one[:9] == code[:9] and not one.endswith("000")]
        return under if code else towns

    def file(self, token: str) -> StagedFile | None:
        return self.files.get(token)


WORLD = World()


def when(key: str, comparison: str, value: object) -> Condition:
    """A condition of one test."""
    return conditions.load({"all": [{"of": key, comparison: value}]})


CARD = ItemDefinition(
    code="330327-00001",
    name="居民身份证补领",
    case_type="promised",
    promised_days=20,
    promised_unit="working_days",
    has_fee=True,
    questions=(
        Question(key="reason", text="您为什么办证？", kind="choice", choices=(
            Choice(key="first", label="首次申领"), Choice(key="renew", label="到期换领"), Choice(key="lost", label="丢失补领"),
        )),
        Question(key="low_income", text="您是低保对象吗？", kind="yes_no", condition=when("reason", "one_of", ["renew", "lost"])),
        Question(key="copies", text="要办几张？", kind="integer", condition=when("reason", "is", "lost")),
        Question(key="idle", text="您从哪里知道我们的？", kind="choice", choices=(Choice(key="web", label="网络"),)),
    ),
    materials=(
        Material(key="household", name="户口簿"),
        Material(key="old_card", name="旧身份证", condition=when("reason", "is", "renew")),
        Material(key="low_income_proof", name="低保证", condition=when("low_income", "is", True)),
    ),
    fees=(
        Fee(key="card", name="工本费", amount_fen=2000, basis="发改价格〔2003〕2322号", condition=when("reason", "is", "renew"), reductions=(
            Reduction(key="poor", kind="free", condition=when("low_income", "is", True)),
        )),
        Fee(key="again", name="补领工本费", amount_fen=4000, basis="发改价格〔2003〕2322号", quantity="copies",
            condition=when("reason", "is", "lost"), reductions=(
                Reduction(key="poor", kind="percent", percent=50, condition=when("low_income", "is", True)),
        )),
    ),
    steps=(
        Step(key="accept", name="受理", level="town", duration=2, unit="working_days"),
        Step(key="approve", name="审批", level="county", duration=18, unit="working_days"),
    ),
    fields=(
        Field(key="holder", label="姓名", kind="text", required=True),
        Field(key="number", label="身份证号", kind="id_number", required=True, condition=when("reason", "is_not", "first")),
        Field(key="married", label="是否已婚", kind="yes_no"),
        Field(key="spouse", label="配偶姓名", kind="text", required=True, condition=when("married", "is", True)),
        Field(key="home", label="住址", kind="address"),
    ),
)  # fmt: skip
