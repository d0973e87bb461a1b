"""Files that come with the counter's form: each is judged and staged before anything else, and its token joins what was typed."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from werkzeug.datastructures import MultiDict

from appcore.access.files import receiving
from appcore.casework import staging
from appcore.definition.item import Asks
from appcore.definition.posted import form_name
from appcore.errors import Refused
from models.db import db
from views.console import uploading
from views.words import _, spoken

PREFIX = "u_"
MOST_AT_ONCE = 20


def taken_in(form: MultiDict[str, str], asks: Asks, form_key: str) -> tuple[MultiDict[str, str], Mapping[str, str]]:
    """The posted form with the tokens of its files, and why each that was refused cannot be kept, by the name of its control."""
    whole, faults = form.copy(), dict[str, str]()
    for field in staging.file_fields(asks):
        name = form_name(field.key)
        files = [one for one in request.files.getlist(f"{PREFIX}{field.key}") if one.filename]
        if not files:
            continue
        db.session.rollback()  # nothing stays open in the database while files are read
        if len(files) > MOST_AT_ONCE:
            faults[name] = _("一次最多上传%(most)s个文件，请分几次上传", most=MOST_AT_ONCE)
            continue
        if field.kind == "signature":
            whole.setlist(name, [])  # one signature: a new one takes the place of the old
        for one in files:
            try:
                kept = receiving.receive(one.stream, one.filename or "", field=name)
                token = staging.stage(kept, form_key=form_key, field_key=field.key)
            except Refused as problem:
                fault = spoken(problem.fields[name]) if name in problem.fields else str(problem)
                faults[name] = _("%(name)s：%(why)s", name=uploading.shown(one.filename or ""), why=fault)
                continue
            if token not in whole.getlist(name):
                whole.add(name, token)
    return whole, faults
