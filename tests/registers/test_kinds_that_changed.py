"""Own fields whose kind was changed: read as they were written, never opened by a kind that stands in clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore import clock
from appcore.definition import canonical
from appcore.definition import register as definitions
from appcore.definition.item import Field
from appcore.definition.register import RegisterDefinition
from appcore.errors import Refused
from appcore.registers import books, entries, own_fields
from models.audit import AuditEntry
from models.db import db, house_session
from models.place import Hall
from models.register import Register, RegisterVersion
from tests.acting import Acting
from tests.html import main_form
from tests.people import keep
from tests.world import LINGXI

OWN, EDITOR, ADMIN, PHONE = "hall_notes", "county_editor", "lingxi_admin", "13800005678"
SHAPE = RegisterDefinition(
    code=OWN,
    subject="hall",
    name="大厅备忘",
    writers=("hall_admin",),
    fields=(Field(key="duty", label="值班", kind="phone"), Field(key="more", label="备注", kind="text")),
)
CHANGED = (Field(key="duty", label="值班", kind="text"), Field(key="more", label="备注", kind="date"))


def hall() -> Hall:
    return house_session().scalars(select(Hall).where(Hall.code == LINGXI)).one()


def written(acting: Acting) -> None:
    with acting(EDITOR):
        books.publish(books.begin(SHAPE))
    with acting(ADMIN):
        own_fields.save(OWN, hall(), raw={"f_duty": [PHONE], "f_more": ["样例"]}, version=0)


def published_before_there_was_a_rule(acting: Acting) -> None:
    with acting():
        stored = definitions.write(replace(SHAPE, fields=CHANGED))
        owner = db.session.scalars(select(Register.owner_code).where(Register.code == OWN)).one()
        keep(
            RegisterVersion(
                register_code=OWN, owner_code=owner, number=2, state="published", published_at=clock.now(),
                definition=stored, definition_hash=canonical.digest(stored),
            )
        )  # fmt: skip


def test_a_sealed_field_is_not_published_as_one_in_clear(app: Flask, acting: Acting) -> None:
    written(acting)
    with acting(EDITOR):
        draft = books.draft(OWN)
        there = books.read_draft(house_session(), OWN)
        books.save(draft, replace(there.definition, fields=CHANGED), version=there.version)

        with pytest.raises(Refused, match="1处问题"):
            books.publish(draft)


def test_what_was_sealed_stays_so_under_its_new_kind(
    app: Flask, acting: Acting, sign_in: Callable[[str], FlaskClient]
) -> None:
    written(acting)
    published_before_there_was_a_rule(acting)
    with acting(ADMIN):
        page = f"/console/registers/own/hall/{hall().id}/{OWN}"
    client = sign_in(ADMIN)

    opened = client.get(page)
    saved = client.post(page, data={**main_form(opened.text), "f_duty": ["无"], "f_more": ["2026-01-05"]})

    assert opened.status_code == 200
    assert PHONE not in opened.text
    assert main_form(opened.text)["f_more"] == [""]
    assert saved.status_code == 302
    with acting(ADMIN):
        (own,) = [one for one in own_fields.of_row(house_session(), hall()) if one.code == OWN]
        assert own.entry is not None
        assert entries.read(own.entry) == {"duty": "无", "more": "2026-01-05"}
    with acting():
        kept = db.session.scalars(
            select(AuditEntry.changes).where(AuditEntry.act == "own_fields_kept").order_by(AuditEntry.id)
        ).all()
    assert PHONE not in str(kept)
    assert kept[-1]["备注"] == ["样例", "2026年1月5日"]
