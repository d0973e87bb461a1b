"""A small stock Flask-AppBuilder as its documentation says to build one: the house that the attacks must be able to rob.

It lives in a process of its own (`python -m tests.attacks.stock URL`): Flask-AppBuilder's metadata is shared with ours.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Flask, flash, g, redirect
from flask_appbuilder import AppBuilder, Model, ModelRestApi, ModelView
from flask_appbuilder.actions import action
from flask_appbuilder.models.mixins import FileColumn
from flask_appbuilder.models.sqla.base import SQLA
from flask_appbuilder.models.sqla.filters import FilterEqualFunction
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

PASSWORD = "only-for-tests-2026"
NORTH, SOUTH = 1, 2
FILE = "0_sep_south.txt"


class Office(Model):
    """A township."""

    __tablename__ = "office"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)

    def __repr__(self) -> str:
        return self.name


class Case(Model):
    """A case of a township, with a version column as its documentation of SQLAlchemy says."""

    __tablename__ = "stock_case"
    __table_args__ = (UniqueConstraint("title"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20), default="open")
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    version: Mapped[int] = mapped_column(default=1)
    office: Mapped[Office] = relationship()
    handler: Mapped[Any] = relationship(User, foreign_keys=[handler_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by SQLAlchemy

    def __repr__(self) -> str:
        return self.title


class Attachment(Model):
    """A file of a case."""

    __tablename__ = "attachment"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("stock_case.id"))
    file: Mapped[Any] = mapped_column(FileColumn, nullable=True)
    case: Mapped[Case] = relationship(backref="attachments")

    def __repr__(self) -> str:
        return self.name


OFFICE_OF = {"north": NORTH, "south": SOUTH}


def my_office() -> int:
    return OFFICE_OF.get(getattr(g.user, "username", ""), NORTH)


class CaseView(ModelView):
    """The documented way to keep a township to its own rows."""

    datamodel = SQLAInterface(Case)
    base_filters = [["office_id", FilterEqualFunction, my_office]]  # noqa: RUF012
    list_columns = ["title", "state"]  # noqa: RUF012
    search_columns = ["title"]  # noqa: RUF012
    add_columns = edit_columns = ["title", "office"]  # noqa: RUF012

    @action("close", "Close", "Sure?", "fa-check")
    def close(self, items: Any) -> Any:
        for one in items if isinstance(items, list) else [items]:
            one.state = "closed"
            self.datamodel.edit(one)
        flash("closed", "success")
        return redirect("/caseview/list/")


class AttachmentView(ModelView):
    datamodel = SQLAInterface(Attachment)
    list_columns = ["name"]  # noqa: RUF012
    base_permissions = ["can_list", "can_show", "can_download"]  # noqa: RUF012


class CaseApi(ModelRestApi):
    resource_name = "case"
    datamodel = SQLAInterface(Case)
    allow_browser_login = True
    base_filters = [["office_id", FilterEqualFunction, my_office]]  # noqa: RUF012
    list_columns = ["title", "state"]  # noqa: RUF012
    add_columns = edit_columns = ["title", "office", "attachments"]  # noqa: RUF012


def create(url: str) -> Flask:
    """The app, its tables made and two townships' rows in them."""
    folder = Path(tempfile.mkdtemp(prefix="stock-"))
    (folder / FILE).write_text("what the south keeps", encoding="utf-8")
    app = Flask("stock")
    app.config.update(
        SECRET_KEY="stock" * 8, SQLALCHEMY_DATABASE_URI=url, WTF_CSRF_ENABLED=False, UPLOAD_FOLDER=f"{folder}/", FAB_ROLES={},
        SQLALCHEMY_TRACK_MODIFICATIONS=False, BABEL_DEFAULT_LOCALE="en", FAB_API_SWAGGER_UI=True, RATELIMIT_ENABLED=False,
    )  # fmt: skip
    db = SQLA(app)
    with app.app_context():
        builder = AppBuilder(app, db.session)
        Model.metadata.create_all(db.engine)
        builder.add_view(CaseView, "Cases")
        builder.add_view(AttachmentView, "Attachments")
        builder.add_api(CaseApi)
        _fill(builder, db.session)
    app.extensions["stock_db"] = db
    return app


def _fill(builder: Any, session: Any) -> None:
    clerk = builder.sm.add_role("Clerk")
    for view, verbs in {
        "CaseView": ("can_list", "can_show", "can_add", "can_edit", "can_delete", "close"),
        "AttachmentView": ("can_list", "can_show", "can_download"),
        "CaseApi": ("can_get", "can_info", "can_post", "can_put", "can_delete"),
    }.items():
        for verb in verbs:
            builder.sm.add_permission_role(clerk, builder.sm.add_permission_view_menu(verb, view))
    for name in ("north", "south"):
        builder.sm.add_user(name, name, name, f"{name}@localhost", clerk, password=PASSWORD)
    session.add_all([Office(id=NORTH, name="North"), Office(id=SOUTH, name="South")])
    rows(session)


def rows(session: Any) -> None:
    """The rows that attacks aim at, as they are before each; those of the north have been handled by both people."""
    for model in (Attachment, Case):
        for row in session.query(model):
            session.delete(row)
        session.flush()
    for number in range(1, 7):
        at = NORTH if number % 2 else SOUTH
        session.add(Case(id=number, title=f"case {number}", office_id=at, handler_id=1 + number % 4 // 2))
    session.flush()
    session.add_all(
        [Attachment(id=1, name="paper north", case_id=1), Attachment(id=2, name="paper south", case_id=2, file=FILE)]
    )
    if session.connection().dialect.name == "postgresql":  # ids were given: tell the counter
        session.execute(text("SELECT setval('stock_case_id_seq', 100)"))
    session.commit()
