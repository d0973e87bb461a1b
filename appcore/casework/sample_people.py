"""People who do not exist, for trying a form: one of each sort that a counter meets (decisions 30, 47)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from appcore.casework.application import Applicant
from appcore.definition.made_up import credit_code, id_number
from appcore.definition.verdict import N_


@dataclass(frozen=True, slots=True)
class Sample:
    """Somebody made up, and what sort of applicant he stands for."""

    key: str
    label: str
    applicant: Applicant


def samples(today: date) -> tuple[Sample, ...]:
    """The made-up applicants; their ages hold on this day."""
    return (
        Sample("adult", N_("样例甲，35岁，本人办理"), _person("样例甲", _born(today, 35), 11, 1)),
        Sample("elder", N_("样例乙，82岁，老年人"), _person("样例乙", _born(today, 82), 22, 2)),
        Sample("child", N_("样例丙，10岁，未成年人"), _person("样例丙", _born(today, 10), 33, 3)),
        Sample(
            "body", N_("样例丁有限公司，企业"),
            Applicant(name="样例丁有限公司", document_kind="business_licence", id_number=credit_code("91", 4),
                      phone="0577-00000004", address="苍南县样例路4号"),
        ),
        Sample("no_card", N_("样例戊，暂无证件"), Applicant(name="样例戊", document_kind="none", phone="13800009005", address="苍南县样例路5号")),
    )  # fmt: skip


def _born(today: date, years: int) -> date:
    return date(today.year - years, 1, 1)


def _person(name: str, born: date, order: int, number: int) -> Applicant:
    return Applicant(
        name=name, id_number=id_number(born, order), phone=f"1380000{9000 + number}", address=f"苍南县样例路{number}号"
    )
