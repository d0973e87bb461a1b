"""How one tells that an attack succeeded."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tests.attacks.target import Loot, Target

NEEDED = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")
OWN_HOSTS = {"", "localhost"}


def wrote(_target: Target, loot: Loot) -> bool:
    """A table holds something else than before."""
    return bool(loot.changed)


def crashed(_target: Target, loot: Loot) -> bool:
    return any(status >= 500 for status in loot.statuses)


def obeyed(_target: Target, loot: Loot) -> bool:
    return loot.last.status_code == 200


def sorted_by_it(_target: Target, loot: Loot) -> bool:
    """Up and down, the rows came in another order: so it tells whose password hash is the smaller one."""
    orders = [re.findall(r"case \d", answer.text) for answer in loot.answers]
    return loot.last.status_code == 200 and orders[0] != orders[1]


def shows_foreign(target: Target, loot: Loot) -> bool:
    """A page of a foreign row came back."""
    return any(answer.status_code == 200 and target.names["secret"] in answer.text for answer in loot.answers)


def file_shown(target: Target, loot: Loot) -> bool:
    return any(answer.status_code == 200 and target.names["file_text"] in answer.text for answer in loot.answers)


def wrote_hidden(_target: Target, loot: Loot) -> bool:
    return bool(loot.changed) or loot.last.status_code == 200


def told_offices(_target: Target, loot: Loot) -> bool:
    return loot.last.status_code == 200 and "South" in loot.last.text


def filtered(target: Target, loot: Loot) -> bool:
    """The list became empty because of a column that nobody offers."""
    return loot.last.status_code == 200 and target.names["taken"] not in loot.last.text


def mixed_up(_target: Target, loot: Loot) -> bool:
    return bool(loot.told)


def lost_what_was_typed(target: Target, loot: Loot) -> bool:
    """A redirect, or a page without the typed value: either way it is gone."""
    return loot.last.status_code in (302, 500) or (
        loot.last.status_code == 200 and target.names["taken"] not in loot.last.text
    )


def second_won(_target: Target, loot: Loot) -> bool:
    return loot.told is True


def got_a_token(_target: Target, loot: Loot) -> bool:
    return any(answer.is_json and "access_token" in answer.get_json() for answer in loot.answers)


def signed_out(_target: Target, loot: Loot) -> bool:
    return bool(loot.told == 302)


def cookie_without_same_site(_target: Target, loot: Loot) -> bool:
    return bool(loot.told != ["Lax", True])


def left_the_site(_target: Target, loot: Loot) -> bool:
    return any(urlsplit(answer.location or "").hostname not in (None, *OWN_HOSTS) for answer in loot.answers)


def lacks_headers(_target: Target, loot: Loot) -> bool:
    return any(name not in loot.last.headers for name in NEEDED)
