"""The trail as the auditor reads it: asked by person, act, thing, number, days, result, address or request; newest first."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from flask import abort, render_template, request
from flask_babel import lazy_gettext
from wtforms import Form, SelectField, StringField, validators

from appcore.access import audit_search
from appcore.access.audit_search import Question
from models.db import house_session
from views.console.fields import DateText, PlainText
from views.console.listing import size_of
from views.console.resources import audit_names, audit_words
from views.console.resources.audit_names import Names
from views.words import _

FIELDS = ("who", "act", "noun", "key", "first", "last", "result", "address", "request_id")
FIRST = ("who", "act", "first", "last")
"""What is asked most; the others are folded away."""
OTHERS = ("size", "before", "after")
MOST_SHOWN = 6
PLACE = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


def _text(label: Any, most: int, help: Any = "") -> StringField:
    return StringField(label, [validators.Length(max=most), PlainText()], description=help)


class Chosen(SelectField):
    """A choice that may be left open; what is not offered is told in our own words."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, **{"choices": [], "default": "", "validate_choice": False} | more)

    def post_validate(self, form: Form, validation_stopped: bool) -> None:
        if self.data and self.data not in dict(self.choices):
            raise validators.ValidationError(_("“%(label)s”没有这个选项", label=self.label.text))


class AuditQuestion(Form):
    """The filters, all of them open."""

    who = _text(lazy_gettext("账号或姓名"), 80, lazy_gettext("填完整的账号或姓名"))
    act = Chosen(lazy_gettext("动作"))
    noun = Chosen(lazy_gettext("对象"))
    key = _text(lazy_gettext("对象编号"), 80, lazy_gettext("办件编号、记录编号等，填完整"))
    first = DateText(lazy_gettext("起始日期"))
    last = DateText(lazy_gettext("截止日期"))
    result = Chosen(lazy_gettext("结果"))
    address = _text(lazy_gettext("来源地址"), 45)
    request_id = _text(lazy_gettext("请求编号"), 32)

    def offer(self) -> None:
        """The choices, in the words of the language at hand."""
        every = [("", _("全部"))]
        acts = {_(words): "" for words in audit_words.ACTS.values()}
        self.act.choices = every + [(words, words) for words in sorted(acts)]
        self.noun.choices = every + [(title, _(title)) for title in sorted(audit_words.nouns())]
        self.result.choices = every + [(name, _(words)) for name, words in audit_words.RESULTS.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        if sound and self.first.data and self.last.data and self.last.data < self.first.data:
            self.last.errors = [_("截止日期不能早于起始日期")]
            return False
        return sound


def page() -> Any:
    """The page that the address asks for; 400 and a sentence for what the address may not hold (decisions 38)."""
    unknown = [name for name in request.args if name not in (*FIELDS, *OTHERS)]
    if unknown:
        abort(400, _("地址中有不能识别的筛选条件：%(name)s", name=unknown[0][:40]))
    size = size_of()
    form = AuditQuestion(request.args)
    form.offer()
    sound = form.validate()
    answer = audit_search.ask(house_session(), _question(form), size) if sound else None
    entries = answer.entries if answer else ()
    names = audit_names.of(entries)
    return render_template(
        "console/access/audit.html", title=_("审计记录"), form=form, entries=[_shown(one, names) for one in entries],
        asked=any(request.args.get(name) for name in FIELDS), sound=sound, first=FIRST,
        older=_turned(before=entries[-1].sequence) if answer and answer.has_older and entries else None,
        newer=_turned(after=entries[0].sequence) if answer and answer.has_newer and entries else None,
    ), (200 if sound else 400)  # fmt: skip


def _question(form: AuditQuestion) -> Question:
    acts = tuple(name for name, words in audit_words.ACTS.items() if _(words) == form.act.data)
    return Question(
        who=(form.who.data or "").strip(), acts=acts, nouns=audit_words.nouns().get(form.noun.data or "", ()),
        key=(form.key.data or "").strip(), first=form.first.data, last=form.last.data, result=form.result.data or "",
        address=(form.address.data or "").strip(), request=(form.request_id.data or "").strip(),
        before=_place("before"), after=_place("after"),
    )  # fmt: skip


def _place(name: str) -> int | None:
    text = request.args.get(name, "")
    if text and not PLACE.fullmatch(text):
        abort(400, _("“%(name)s”应为正整数", name=_("页码")))
    return int(text) if text else None


def _shown(entry: Any, names: Names) -> dict[str, Any]:
    said = audit_words.sentences(entry, names)
    marks = audit_words.evidence(entry)
    return {
        "id": entry.id, "sequence": entry.sequence, "at": audit_words.at(entry), "actor": audit_words.actor(entry), "account": entry.account,
        "roles": audit_words.roles(entry), "act": audit_words.act(entry), "noun": audit_words.noun(entry),
        "key": "" if audit_words.is_evidence(entry.row_key) else entry.row_key, "called": audit_names.called(entry, names), "marks": marks,
        "result": audit_words.result(entry), "is_done": entry.result == "done", "address": entry.address,
        "said": said[:MOST_SHOWN], "more": max(0, len(said) - MOST_SHOWN),
    }  # fmt: skip


def _turned(**place: int) -> str:
    kept = {name: value for name, value in request.args.items() if value and name not in ("before", "after")}
    return f"{request.path}?{urlencode({**kept, **place})}"
