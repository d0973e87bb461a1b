"""R88, R89: nothing that is typed into an address or a form breaks the program; pages have the offered sizes."""

from __future__ import annotations

import random
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from appcore.access import permissions
from tests.fingerprint import changed, fingerprint
from tests.views.doors import PEOPLE, doors, share
from tests.views.forms import edit_forms
from tests.world import World

Enter = Callable[[str], FlaskClient]
URLENCODED = "application/x-www-form-urlencoded"
OVER = "9" * 20
BAD_LISTS = (
    "page=abc", "page=0", "page=-1", f"page={OVER}", "page=1.5", "page=%D9%A1", "page=%C2%B2", "page=1%00", "page=%ED%A0%80",
    "size=100000", "size=abc", "size=0", "size=26", f"size={OVER}", "psize=100000", "sort=nosuch", "sort=-", "sort=--id", "sort=id;drop",
    "sort=%00", "sort=version", "sort=__table__", "f.nosuch=1", "f.=1", "nosuch=1", "_flt_0_id=1", "_oc_X=id", "q=%00", "f.id=%00",
)  # fmt: skip
ODD_LISTS = (
    "q=%ED%A0%80",
    "q=%FF",
    "q=%25",
    "q=_",
    "q=\\",
    "q='",
    "q=" + "长" * 2000,
    "page=2",
    "q=&sort=",
    "page=" + "0" * 8 + "1",
)
BAD_IDS = (
    OVER,
    "0",
    "-1",
    "abc",
    "1%00",
    "%D9%A1",
    "%C2%B2",
    "1.0",
    "%ED%A0%80",
    str(2**31),
    str(2**63),
    "１",
    "1 ",
    "+1",
    "1e3",
)
BAD_TEXTS = (
    "\0",
    "a\0b",
    "\ud800",
    "\x1b[31m",
    OVER,
    "-1",
    "²",
    "١",
    "1e999",
    "NaN",
    "9999-99-99",
    "25:61",
    "' OR 1=1 --",
    "<script>",
    "%s%n",
    "\u202e",
)


@pytest.fixture(scope="module")
def lists(county: World) -> dict[str, tuple[str, ...]]:
    """The list pages, each with the people who may open it."""
    return {
        door.rule.rule: tuple(one for one in PEOPLE if permissions.may(roles(county, one), *door.permission))
        for door in doors(county.app)
        if door.method == "list" and door.permission
    }


def roles(county: World, username: str) -> frozenset[str]:
    with county.acting(username) as who:
        found: frozenset[str] = who.roles  # type: ignore[union-attr]
    return found


def test_r88_a_bad_address_of_a_list_is_told_with_400(
    county: World, enter: Enter, lists: dict[str, tuple[str, ...]], store: str
) -> None:
    wanted = [(path, people[0], query) for path, people in lists.items() for query in BAD_LISTS]

    faults = [
        (path, query, answer.status_code)
        for path, username, query in share(wanted, store, "lists")
        if (answer := enter(username).get(f"{path}?{query}")).status_code != 400
    ]

    assert faults == []


def test_r88_an_odd_address_of_a_list_never_breaks(
    county: World, enter: Enter, lists: dict[str, tuple[str, ...]], store: str
) -> None:
    wanted = [(path, people[0], query) for path, people in lists.items() for query in ODD_LISTS]

    faults = [
        (path, query[:20], answer.status_code)
        for path, username, query in share(wanted, store, "odd lists")
        if (answer := enter(username).get(f"{path}?{query}")).status_code not in (200, 400, 404)
    ]

    assert faults == []


def test_r88_an_id_that_can_be_none_is_404(county: World, enter: Enter, store: str) -> None:
    wanted = []
    for door in doors(county.app):
        may = [one for one in PEOPLE if door.permission and permissions.may(roles(county, one), *door.permission)]
        for argument in ("pk", "number", "code", "column"):
            if argument in door.rule.arguments and may:
                for bad in random.Random(door.rule.rule).sample(BAD_IDS, 6):
                    path = (
                        door.rule.rule.replace(f"<string:{argument}>", bad)
                        .replace(f"<{argument}>", bad)
                        .replace("<act>", "publish")
                        .replace("<which>", "sample")
                    )
                    wanted += [
                        (may[0], method, path) for method in ("GET", "POST") if method in (door.rule.methods or ())
                    ]

    faults = [
        (method, path, answer.status_code)
        for username, method, path in share(wanted, store, "ids")
        if (answer := enter(username).open(path, method=method)).status_code
        not in ((404, 302) if "/draft/" in path else (404,))
    ]

    assert len(wanted) > 400
    assert faults == []


def test_r88_nothing_typed_into_a_form_breaks_it(county: World, enter: Enter, store: str) -> None:
    """Each field of each form in turn, then all at once; what is refused changes nothing, and no answer is a fault of the program."""
    opened = {form.url: form.opened(enter(form.username)) for form in edit_forms(county)}
    one_field = [
        (form, (name,), bad)
        for form in edit_forms(county)
        for name in form.resource.form_columns
        if name in opened[form.url]
        for bad in ("\0", OVER)
    ]
    all_fields = [(form, form.resource.form_columns, bad) for form in edit_forms(county) for bad in BAD_TEXTS]
    before, faults = fingerprint(county.app), []

    for form, names, bad in share([*one_field, *all_fields], store, "texts"):
        # A lock of another version: even a good value is not saved.
        typed = {name: [bad] for name in names if name in opened[form.url]}
        sent = body({**opened[form.url], **typed, "_lock": ["0"]})
        answer = enter(form.username).post(form.url, data=sent, content_type=URLENCODED)
        if answer.status_code not in (409, 422):
            faults.append((form.url, names[:2], bad.encode("unicode_escape"), answer.status_code))

    assert faults == []
    assert changed(before, fingerprint(county.app)) == []


def test_r88_control_characters_are_refused_at_their_field(county: World, enter: Enter) -> None:
    faults = []
    for form in edit_forms(county):
        opened = form.opened(enter(form.username))
        for name in (name for name, _length in form.texts() if name in opened):
            for bad in ("a\0b", "\x1b[31m"):
                answer = enter(form.username).post(
                    form.url, data=body({**opened, name: [bad]}), content_type=URLENCODED
                )
                if answer.status_code != 422 or f'id="{name}-fault"' not in answer.text:
                    faults.append((form.url, name, bad, answer.status_code))

    assert faults == []


def body(values: dict[str, list[str]]) -> str:
    """A form as bytes on the wire: a lone surrogate too, as a broken browser would send it."""
    pairs = [(name, one.encode("utf-8", "surrogatepass")) for name, many in values.items() for one in many]
    return urlencode(pairs)


def test_r89_a_page_holds_only_the_offered_numbers_of_rows(
    county: World, enter: Enter, lists: dict[str, tuple[str, ...]]
) -> None:
    for path, people in lists.items():
        client = enter(people[0])
        for asked in (
            "size=100000",
            "size=101",
            "size=24",
            "psize=100000",
            "page_size=100000",
            "per_page=1000",
            f"size={OVER}",
        ):
            assert client.get(f"{path}?{asked}").status_code == 400, (path, asked)
        for offered in (25, 50, 100):
            answer = client.get(f"{path}?size={offered}")
            assert answer.status_code == 200
            assert answer.text.count("<tr>") <= offered + 1
