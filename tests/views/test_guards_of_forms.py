"""Forms that are being written: what is frozen stays, keys that were given stay given, and kept trials are their item's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore.casework import trial_examples
from appcore.catalogue import compile as compiler
from appcore.catalogue import edition_fields
from appcore.change import library
from appcore.definition.designing.rows import MOST_ROWS
from appcore.definition.item import Field
from appcore.errors import Conflict, NotFound, Refused
from appcore.registers import books
from models.audit import AuditEntry
from models.db import db, house_session
from models.item import Edition, Item
from models.register import Register
from models.trial import TrialExample
from seeds.small import INSTANT, PROMISED
from tests.acting import Acting
from tests.catalogue.drafting import EDITOR, ITEM, bring
from tests.html import main_form
from tests.people import acts, keep

MORE = Field(key="more", label="补充", kind="text")


def fields_of(edition_id: int) -> tuple[Field, ...]:
    edition = house_session().get_one(Edition, edition_id)
    return compiler.compile_edition(house_session(), edition).fields


def test_what_was_sent_in_is_not_designed_any_more(app: Flask, acting: Acting, sign_in: Any) -> None:
    sent = bring(app, "submitted")
    with acts(app, EDITOR):
        before = fields_of(sent)
        with pytest.raises(Conflict):
            edition_fields.save_fields(sent, (*before, MORE), edition_fields.digest_of(before))
        with pytest.raises(Conflict):
            library.follow_in_item(ITEM, "vehicle_block")

    assert sign_in("county_editor").get(f"/console/catalogue/editions/{sent}/form").status_code == 404


def test_the_key_of_a_published_question_is_given_to_no_field(app: Flask) -> None:
    edition = bring(app, "draft")
    with acts(app, EDITOR):
        question = compiler.compile_edition(house_session(), house_session().get_one(Edition, edition)).questions[0]
        before = fields_of(edition)
        fresh = Field(key=question.key, label="补充", kind="text")

        with pytest.raises(Refused, match="曾经给过一个问题"):
            edition_fields.save_fields(edition, (*before, fresh), edition_fields.digest_of(before))


@pytest.mark.parametrize("name", ["designs", "new", "own", "entries"])
def test_no_book_is_called_like_an_address_beside_it(app: Flask, acting: Acting, sign_in: Any, name: str) -> None:
    client: FlaskClient = sign_in("county_editor")
    form = main_form(client.get("/console/registers/new").text)

    client.post("/console/registers/new", data={**form, "name": [name], "subject": ["book"]})

    with acting():
        codes = set(db.session.scalars(select(Register.code)))
    assert name not in codes


def example(item_code: str, name: str) -> TrialExample:
    with_item = house_session().scalars(select(Item).where(Item.code == item_code)).one()
    return TrialExample(
        item_code=item_code, owner_code=with_item.owner_code, department_code=with_item.department_code, name=name,
        typed={}, outcome={},
    )  # fmt: skip


def test_an_example_is_dropped_from_its_own_item_alone_and_the_trail_says_so(app: Flask) -> None:
    with acts(app, EDITOR):
        (kept,) = keep(example(PROMISED, "样例"))
        with pytest.raises(NotFound):
            trial_examples.drop(INSTANT, kept)

        trial_examples.drop(PROMISED, kept)
    with acts(app):
        assert "dropped_example" in set(db.session.scalars(select(AuditEntry.act).where(AuditEntry.noun == "item")))


SAID = {"slip": "acceptance", "papers": [], "fee": 0, "promise": "5个工作日", "legal": "", "problems": []}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"fee": 1000}, "收费由0.00元变为10.00元"),
        ({"fee": None}, "收费由0.00元变为待定"),
        ({"promise": "3个工作日"}, "承诺时限由5个工作日变为3个工作日"),
        ({"legal": "20个工作日"}, "法定时限由无变为20个工作日"),
        ({"papers": ["户口簿"]}, "多了材料“户口簿”"),
        ({"problems": ["请填写"]}, "现在会提示：请填写"),
    ],
)
def test_each_difference_of_a_trial_is_a_sentence(changed: dict[str, Any], sentence: str) -> None:
    told = trial_examples.differences(SAID, {**SAID, **changed})

    assert [str(one) for one in told] == [sentence]


def test_a_book_that_another_saved_meanwhile_is_not_written_over(app: Flask) -> None:
    with acts(app, EDITOR):
        definition, digest, _is_draft = books.opened(house_session(), "extended_hours")
        books.keep("extended_hours", replace(definition, purpose="先保存的"), digest)

        with pytest.raises(Conflict):
            books.keep("extended_hours", replace(definition, purpose="后保存的"), digest)

        assert books.opened(house_session(), "extended_hours")[0].purpose == "先保存的"


def test_a_form_has_no_more_fields_than_a_designer_holds() -> None:
    many = [replace(MORE, key=f"more_{one}") for one in range(MOST_ROWS + 1)]

    with pytest.raises(Refused, match="最多"):
        edition_fields.save_fields(0, many, "")
