"""The generated forms as a browser has them: opened, filled, posted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import Boolean, String

from appcore.access import permissions
from models.db import db
from tests.html import main_form
from tests.views.doors import PEOPLE
from tests.world import World, by_noun
from views.console.resource import Resource

Values = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class EditForm:
    """The edit page of one row, as the person who may save it opens it."""

    resource: Resource
    username: str
    row_id: int

    @property
    def url(self) -> str:
        return f"/console{self.resource.route}/edit/{self.row_id}"

    def opened(self, client: FlaskClient) -> Values:
        answer = client.get(self.url)
        assert answer.status_code == 200, (self.url, answer.status_code)
        return main_form(answer.text)

    def texts(self) -> list[tuple[str, int]]:
        """The plain text columns with their lengths: those without a code list and pointing nowhere."""
        columns = self.resource.model.__table__.columns
        return [
            (name, columns[name].type.length or 100)
            for name in self.resource.form_columns
            if isinstance(columns[name].type, String)
            and not columns[name].foreign_keys
            and not columns[name].info.get("vocabulary")
            and name not in self.resource.choices
        ]


def writers(world: World, resource: Resource, verb: str) -> Iterator[str]:
    """The people of the sweep who may do this to a table."""
    for username in PEOPLE:
        with world.acting(username) as who:
            if permissions.may(who.roles, resource.view, verb):  # type: ignore[union-attr]
                yield username


def edit_forms(world: World) -> list[EditForm]:
    """For each table that has an edit form: one row that one person may save."""
    found = []
    for resource in by_noun().values():
        if "edit" in resource.verbs:
            made = next(
                (one for username in writers(world, resource, "edit") for one in _open_rows(world, resource, username)),
                None,
            )
            if made is not None:
                found.append(made)
    return found


def _open_rows(world: World, resource: Resource, username: str) -> Iterator[EditForm]:
    with world.acting(username):
        for row_id in reversed(world.ids(resource, username)):
            row = db.session.get(resource.model, row_id)
            if row is not None and (resource.is_open is None or resource.is_open(row)):
                yield EditForm(resource, username, row_id)
                return


def typed(form: EditForm, values: Values, mark: str) -> Values:
    """The form with a mark of its own in each text, as long as the column allows."""
    marked = {
        name: [f"{mark}{number}"[:length]]
        for number, (name, length) in enumerate(form.texts())
        if name in values and length >= len(mark) + 2
    }
    columns = form.resource.model.__table__.columns
    said = {
        name: ["yes"]
        for name in form.resource.form_columns
        if name in values and isinstance(columns[name].type, Boolean)
    }
    return {**values, **marked, **said}


def kept(page: str, sent: Values, names: tuple[str, ...]) -> list[str]:
    """The names of the form's fields whose typed values the page does not show again."""
    shown = main_form(page)
    return [
        name
        for name in names
        if [one for one in sent.get(name, []) if one] != [one for one in shown.get(name, []) if one]
    ]
