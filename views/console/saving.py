"""Saving a form: what a service or the database refuses becomes sentences on the form, which keeps all that was typed.

The one place where a page of the console tells a person what a service refused: who tells it by himself leaves the auditor
without the denial.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from sqlalchemy.exc import SQLAlchemyError

from appcore.errors import NotAllowed, Problem, Refused
from models.db import db
from views.errors import STATUS, noted
from views.words import _, sentence, spoken


def refused(form: FlaskForm, write: Callable[[], Any]) -> int | None:
    """Run the service. None when it is done; else the status to answer with, and the form says what is wrong and where."""
    try:
        write()
    except Refused as problem:
        db.session.rollback()
        named = {name: text for name, text in problem.fields.items() if name in form}
        for name, text in named.items():
            form[name].errors = [*form[name].errors, spoken(text)]
        if not named:
            form.form_errors.append(sentence(problem))
        return STATUS[Refused]
    except Problem as problem:
        form.form_errors.append(told(problem))
        return STATUS[type(problem)]
    except SQLAlchemyError as broken:
        db.session.rollback()
        form.form_errors.append(not_saved(broken))
        return 503
    return None


def told(problem: Problem) -> str:
    """The sentence for what a service refused, after its unit of work has ended; what may not be done is noted when the answer goes out.

    A refusal that ends in a flash or on a form is denied as much as one that ends in a page of 403 (`views.edge.note_denial`).
    """
    db.session.rollback()
    if isinstance(problem, NotAllowed):
        g.not_allowed = True
    return sentence(problem)


def told_by_field(problem: Problem) -> dict[str, str]:
    """The same, by the field that it is about; under no name where it is about none."""
    whole = told(problem)
    return {name: spoken(fault) for name, fault in getattr(problem, "fields", {}).items()} or {"": whole}


def not_saved(broken: SQLAlchemyError) -> str:
    """The sentence for a fault of the database, with the number under which it is logged."""
    number = noted(broken)
    return _("没有保存成功，您填写的内容都还在，请稍后再试；错误编号 %(number)s", number=number)
