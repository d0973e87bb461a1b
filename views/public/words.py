"""How days, money, dates and code lists read on public pages, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from markupsafe import Markup

from appcore import clock
from appcore.access.files.kinds import kind_of_type
from appcore.casework.price_range import price_range
from appcore.catalogue.published import Listed
from appcore.definition.item import Fee, ItemDefinition, Material, Reduction
from appcore.definition.money import yuan
from appcore.hall.boards import HallFacts, Person, WindowFacts
from appcore.hall.hours import Today, beyond
from models import vocabulary as v
from views.charts.flow import time as step_time  # noqa: F401 - templates ask for the words of steps here
from views.charts.flow import who as step_who  # noqa: F401
from views.words import _, bytes_words, span, term

NOTHING = ("", "无", "无。", "没有")


def listing(words: Iterable[str]) -> str:
    """Words in a row as the language joins them."""
    return _("、").join(word for word in words if word)


def told(text: str) -> str:
    """What somebody wrote, unless it is a way of writing nothing."""
    return "" if text.strip() in NOTHING else text


def promise(shown: ItemDefinition | Listed) -> str:
    """How long it takes by promise; 0 is done on the spot."""
    if shown.promised_days == 0:
        return _("当场办结")
    return span(shown.promised_days, shown.promised_unit)


def how_long(definition: ItemDefinition) -> tuple[str, str]:
    """The promise and, as a note, what the law allows; the law's own limit where there is no promise."""
    legal = span(definition.legal_days, definition.legal_unit) if definition.legal_days else ""
    promised = promise(definition)
    if promised and legal:
        return promised, _("法定 %(span)s", span=legal)
    return promised or legal or _("请电话咨询"), "" if promised or not legal else _("法定期限")


def visits(count: int | None) -> str:
    """How often one has to come."""
    if count is None:
        return ""
    return _("%(count)s 次", count=count) if count else _("不用跑")


def amount(fen: int, unit: str = "") -> str:
    """12.50 元, or 20.00 元/证 where the fee names its unit."""
    return f"{yuan(fen)} {unit}" if unit.startswith("元") else _("%(yuan)s 元", yuan=yuan(fen))


def fee(definition: ItemDefinition) -> tuple[str, str]:
    """What it costs in a word, and in a note for whom it is less. A fee without a basis is charged as nothing."""
    fees = [one for one in definition.fees if one.amount_fen is not None]
    if definition.has_fee is False or (definition.has_fee is not None and not definition.fees):
        return _("不收费"), ""
    if not fees:
        return _("请电话咨询"), ""
    reasons = list(dict.fromkeys(one.reason for row in fees for one in row.reductions if one.reason))
    note = _("可减免：%(reasons)s", reasons=listing(reasons)) if reasons else ""
    return _price(definition, fees), note


def _price(definition: ItemDefinition, fees: Sequence[Fee]) -> str:
    units = {one.unit for one in fees}
    unit = units.pop() if len(units) == 1 else ""
    rates = sorted(rate(one) for one in fees)
    low, high = price_range(definition) or (rates[0] if len(rates) > 1 else 0, rates[-1])
    if low == high:
        return amount(high, unit) if high else _("不收费")
    if low:
        return _("%(low)s 至 %(high)s，看情形", low=yuan(low), high=amount(high, unit))
    return _("最多 %(high)s，看情形", high=amount(high, unit))


def rate(one: Fee) -> int:
    """The rate of a fee in fen; nothing while it names no basis (decisions 51)."""
    return (one.amount_fen or 0) if one.basis.strip() else 0


def reduction(less: Reduction, one: Fee) -> str:
    """Who pays less, and how much."""
    match less.kind:
        case "free":
            how = _("免收")
        case "percent":
            how = _("减收 %(percent)s%%", percent=less.percent or 0)
        case _other:
            how = _("按 %(amount)s 收", amount=amount(less.amount_fen or 0, one.unit))
    return _("%(who)s：%(how)s", who=less.reason or _("符合条件的"), how=how)


def copies(material: Material) -> str:
    """How the paper is wanted: 原件 1 份、复印件 1 份."""
    counted = []
    if material.originals:
        counted.append(_("原件 %(count)s 份", count=material.originals))
    if material.copies:
        counted.append(_("复印件 %(count)s 份", count=material.copies))
    return listing(counted) or term(v.MATERIAL_TYPE, material.material_type)


def paper_notes(material: Material) -> list[str]:
    """What to know of a paper, a sentence each."""
    notes = []
    if material.issuer:
        notes.append(_("哪里来：%(issuer)s", issuer=material.issuer))
    if material.issued_within:
        notes.append(_("开具时间：%(when)s", when=material.issued_within))
    return [*notes, *(told(one) for one in (material.fill_note, material.accept_standard, material.note) if told(one))]


def file_kind(media_type: str) -> str:
    """The kind of a file by its usual ending: PDF, DOCX."""
    kind = kind_of_type(media_type)
    return kind.ending.upper() if kind else ""


def file_size(size: int) -> str:
    return bytes_words(size)


def day(moment: date) -> str:
    """11月23日 周一; the year where it is another one."""
    weekdays = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    name = weekdays[moment.weekday()]
    if moment.year != clock.local_today().year:
        return full_day(moment)
    return _("%(month)s月%(day)s日 %(weekday)s", month=moment.month, day=moment.day, weekday=name)


def full_day(moment: date) -> str:
    """2026年11月23日."""
    return _("%(year)s年%(month)s月%(day)s日", year=moment.year, month=moment.month, day=moment.day)


def time_of_day(moment: time | datetime) -> str:
    return f"{moment.hour}:{moment.minute:02d}"


def sessions(hall: HallFacts) -> str:
    """8:30–12:00、14:00–17:00."""
    return listing(f"{time_of_day(opens)}–{time_of_day(closes)}" for opens, closes in hall.hours.sessions)


def times(hall: HallFacts) -> Markup:
    """The hours, and below them what the hall's note says beyond them."""
    return Markup("<br>").join(one for one in (sessions(hall), beyond(hall.hours_note, hall.hours)) if one)


def open_days(hall: HallFacts) -> str:
    """On which days a hall is open."""
    if not hall.hours.sessions:
        return _("请先电话询问")
    return _("工作日和周六") if hall.hours.saturdays else _("工作日")


def now_open(today: Today) -> str:
    """Whether one can come now, in a sentence without the place."""
    match today.state:
        case "open":
            return _("现在开门，到 %(time)s。", time=time_of_day(today.until or time()))
        case "later":
            return _("今天 %(time)s 开门。", time=time_of_day(today.opens or time()))
        case "unknown":
            return _("开放时间没有登记，请先打电话问。")
    closed = _("今天已下班。") if today.state == "over" else _("今天休息。")
    if today.opens is None:
        return closed
    return closed + _("下次开门：%(day)s %(time)s。", day=day(today.opens.date()), time=time_of_day(today.opens))


def month_day(text: str) -> str:
    """09-01 as 9月1日; anything else as it stands."""
    month, _dash, number = text.partition("-")
    if not (month.isdigit() and number.isdigit()):
        return text
    return _("%(month)s月%(day)s日", month=int(month), day=int(number))


def season(definition: ItemDefinition) -> str:
    """When in the year one may apply, "" for all year."""
    if not (definition.season_from and definition.season_until):
        return ""
    first, last = month_day(definition.season_from), month_day(definition.season_until)
    return _("每年%(first)s至%(last)s受理", first=first, last=last)


def marks(one: Listed) -> list[str]:
    """The short words beside an item in a list."""
    if one.state != "in_use":
        return [term(v.ITEM_STATE, one.state)]
    found = [promise(one)]
    if one.initiation in ("unasked", "found"):
        found.append(term(v.INITIATION, one.initiation))
    elif one.visits is not None:
        found.append(_("跑 %(count)s 次", count=one.visits) if one.visits else _("零跑"))
    if one.has_fee is False:
        found.append(_("不收费"))
    return [word for word in found if word]


def who_may_act(agent: str | None) -> str:
    """Who may go in the applicant's place, "" where nobody may or nothing is said."""
    match agent:
        case "village":
            return _("可以请村里代办")
        case "town":
            return _("可以请镇里代办")
        case "all":
            return _("可以请人代办")
    return ""


def vocabulary(name: str, slug: str | None) -> str:
    """The word of a code list named in a template."""
    return term(v.VOCABULARIES[name], slug)


def call(number: str) -> Markup:
    """A telephone number that can be dialled."""
    dialled = "".join(sign for sign in number if sign in "0123456789+")
    return Markup('<a href="tel:{}">{}</a>').format(dialled, number)


def telephones(work: str, complaint: str) -> Markup:
    """The work phone, and the telephone for complaints beside it."""
    said = _("监督投诉 %(phone)s", phone=complaint) if complaint else ""
    whole = Markup('<span class="figure">{}</span>')
    return Markup("<br>").join(whole.format(one) for one in (work, said) if one)


def window(one: WindowFacts) -> str:
    """3 号 户籍窗口."""
    name = one.name if one.name.endswith("窗口") else _("%(name)s窗口", name=one.name)
    return _("%(number)s 号 %(name)s", number=one.number.lstrip("0") or one.number, name=name)


def away(person: Person, today: Today | None) -> str:
    """Why somebody of the board is not at the window today, "" when he is expected there."""
    if today is not None and today.state == "rest":
        return _("休息")
    return "" if person.sits_on(clock.local_today()) else _("今天不在本窗口")
