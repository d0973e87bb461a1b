"""Saving a form: what a service or the database refuses becomes sentences on the form, which keeps all that was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy.exc import SQLAlchemyError

from appcore.errors import Problem, Refused
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
        db.session.rollback()
        form.form_errors.append(sentence(problem))
        return STATUS[type(problem)]
    except SQLAlchemyError as broken:
        db.session.rollback()
        form.form_errors.append(not_saved(broken))
        return 503
    return None


def not_saved(broken: SQLAlchemyError) -> str:
    """The sentence for a fault of the database, with the number under which it is logged."""
    number = noted(broken)
    return _("没有保存成功，您填写的内容都还在，请稍后再试；错误编号 %(number)s", number=number)
