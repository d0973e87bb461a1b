"""The attacks of `flask-appbuilder.md` 4, 5 and 7, one table: each must rob the stock app and come back refused from ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.attacks import moves, signs
from tests.attacks.moves import follow, get, post, send_json
from tests.attacks.target import Loot, Target

Sign = Callable[[Target, Loot], bool]
REFUSED = frozenset({400, 401, 403, 404, 405, 422})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """`sign` says whether it succeeded. `stock_resists`: store to the reason why it does not succeed on stock 5.3 there.

    `refused`: the statuses with which our console may answer.
    """

    key: str
    section: str
    says: str
    run: Callable[[Target, Loot], None]
    sign: Sign
    stock_resists: Mapping[str, str] = field(default_factory=dict)
    refused: frozenset[int] = REFUSED
    honest_write: bool = False
    """Part of the attack is a save that everybody may make."""


BOTH = ("sqlite", "postgres")
OVER = 10**20


def _both(reason: str) -> dict[str, str]:
    return dict.fromkeys(BOTH, reason)


ATTACKS: tuple[Attack, ...] = (
    # --- 4: rows of another township
    Attack(key="show-foreign", section="4", says="open and edit a foreign row by its id", sign=signs.shows_foreign,
           run=follow(get("{rows}/show/{foreign}"), get("{rows}/edit/{foreign}"), get("{rows}/delete/{foreign}")),
           stock_resists=_both("base_filters hold for show, edit and delete: 404")),
    Attack(key="action-foreign", section="4", says="run an action on a foreign row", sign=signs.wrote,
           run=follow(post("{rows}/action/{action}/{foreign}"))),
    Attack(key="bulk-foreign", section="4", says="run a bulk action on own and foreign rows", sign=signs.wrote,
           run=follow(post("{rows}/action_post", {"action": "{action}", "rowid": ["{own}", "{foreign}"]}))),
    Attack(key="action-get", section="4", says="run an action by a link", sign=signs.wrote, run=follow(get("{rows}/action/{action}/{own}"))),
    Attack(key="action-unknown", section="4", says="name an action that is none", sign=signs.crashed, run=follow(post("{rows}/action/nosuch/{own}"))),
    Attack(key="download-by-name", section="4", says="fetch another township's file by its name", sign=signs.file_shown,
           run=follow(get("{rows}/download/{file}"), get("{papers}/download/{file}"))),
    Attack(key="related-view", section="4", says="open a foreign row's child in the child's own view", sign=signs.shows_foreign,
           run=follow(get("{papers}/show/{paper}"))),
    Attack(key="move-out", section="4", says="move an own row into another township", sign=signs.wrote, run=moves.move_out),
    Attack(key="add-into", section="4", says="add a row in another township", sign=signs.wrote, run=moves.add_into),
    Attack(key="edit-foreign", section="4", says="save a form over a foreign row", sign=signs.wrote, run=moves.edit_foreign,
           stock_resists=_both("base_filters hold for edit: 404")),
    Attack(key="delete-foreign", section="4", says="delete a foreign row", sign=signs.wrote, run=follow(post("{rows}/delete/{foreign}")),
           stock_resists=_both("base_filters hold for delete: 404")),
    Attack(key="extra-fields", section="4", says="post columns that the form does not have", sign=signs.wrote_hidden, run=moves.extra_fields,
           stock_resists=_both("only fields of the form are read")),
    Attack(key="api-put-out", section="4", says="move an own row out by the JSON API", sign=signs.wrote,
           run=follow(send_json("PUT", "{api}/{own}", {"office": 2, "title": "case 1"}))),
    Attack(key="api-post-into", section="4", says="add a row in another township by the JSON API", sign=signs.wrote,
           run=follow(send_json("POST", "{api}/", {"office": 2, "title": "by the API"}))),
    Attack(key="steal-child", section="4", says="take another case's paper by writing the reverse relation", sign=signs.wrote,
           run=follow(send_json("PUT", "{api}/{own}", {"attachments": [1, 2]}))),
    Attack(key="api-info", section="4", says="read all townships from the API's description of its form", sign=signs.told_offices,
           run=follow(get("{api}/_info"))),
    Attack(key="order-oracle", section="4", says="sort by a column of a related table that is never shown (the password)", sign=signs.sorted_by_it,
           run=follow(*[get("{rows}/list/?_oc_{view}=handler.password&_od_{view}=" + way) for way in ("asc", "desc")])),
    Attack(key="order-unknown", section="4", says="sort by a column that does not exist", sign=signs.crashed,
           run=follow(get("{rows}/list/?_oc_{view}=nosuch&_od_{view}=asc"), get("{rows}/list/?sort=nosuch"))),
    Attack(key="page-abc", section="4", says="ask for page abc", sign=signs.crashed,
           run=follow(get("{rows}/list/?page_{view}=abc"), get("{rows}/list/?page=abc"))),
    Attack(key="long-id", section="4", says="ask for a row with an id of twenty digits", sign=signs.crashed,
           run=follow(*[get(f"{{rows}}/{verb}/{OVER}") for verb in ("show", "edit", "delete")])),
    Attack(key="page-size", section="4", says="ask for a million rows a page", sign=signs.obeyed,
           run=follow(get("{rows}/list/?psize_{view}=1000000"))),
    Attack(key="nul", section="11", says="send a NUL in search and form", sign=signs.crashed, run=moves.nul,
           stock_resists={"sqlite": "SQLite takes a NUL in a text; PostgreSQL refuses it with an error"}),
    Attack(key="filter-hidden", section="4", says="filter by a column that is not searched", sign=signs.filtered,
           run=follow(get("{rows}/list/?_flt_0_state=nosuch")), stock_resists=_both("columns outside search_columns are ignored")),
    # --- 5: forms
    Attack(key="shared-filters", section="5", says="two people search at once and see each other's words", sign=signs.mixed_up, run=moves.search_together, refused=frozenset({200})),
    Attack(key="lost-input", section="5", says="a save that the database refuses takes what was typed with it", sign=signs.lost_what_was_typed, run=moves.save_a_double),
    Attack(key="overwrite", section="5", says="the second of two editors silently overwrites the first", sign=signs.second_won, run=moves.edit_twice, honest_write=True, refused=frozenset({200, 302, 403, 404, 405, 409})),
    # --- 7: switches
    Attack(key="delete-without-token", section="7", says="delete by a form of another site", sign=signs.wrote, run=moves.forged_delete),
    Attack(key="action-without-token", section="7", says="run an action by a form of another site", sign=signs.wrote, run=moves.forged_action),
    Attack(key="delete-by-link", section="7", says="delete by a link", sign=signs.wrote, run=moves.linked_delete, refused=frozenset({200, 403, 404, 405})),
    Attack(key="delete-by-head", section="7", says="delete by a HEAD request, which no token guards", sign=signs.wrote, run=moves.headed_delete, refused=frozenset({200, 403, 404, 405})),
    Attack(key="api-by-cookie", section="7", says="write by the JSON API with nothing but the cookie", sign=signs.wrote, run=moves.api_by_cookie),
    Attack(key="api-login", section="7", says="sign in by the JSON API, past the one door that counts tries", sign=signs.got_a_token, run=moves.api_login),
    Attack(key="logout-by-link", section="7", says="sign somebody out by a link", sign=signs.signed_out, run=moves.linked_logout, refused=frozenset({200, 404, 405})),
    Attack(key="replayed-cookie", section="7", says="go on with a cookie that was copied before its owner signed out", sign=signs.obeyed,
           run=moves.replayed_cookie, refused=frozenset({302})),
    Attack(key="cookie-flags", section="7", says="use the session's cookie from another site", sign=signs.cookie_without_same_site, run=moves.cookie_flags, refused=frozenset({200})),
    Attack(key="next-elsewhere", section="7", says="be sent to another site after signing in", sign=signs.left_the_site, run=moves.next_elsewhere,
           stock_resists=_both("Flask-AppBuilder keeps redirects on its own host"), refused=frozenset({200, 302, 400})),
    Attack(key="evil-host", section="7", says="ask under another host's name", sign=signs.obeyed, run=moves.evil_host),
    Attack(key="no-headers", section="7", says="frame the page, run a script in it, read it from the cache", sign=signs.lacks_headers, run=moves.signed_in, refused=frozenset({200})),
    Attack(key="open-api", section="7", says="read the description of every endpoint", sign=signs.obeyed, run=follow(get("/api/v1/_openapi")),
           stock_resists=_both("only a role with its permission, as stock gives it to Admin: 403")),
    Attack(key="swagger", section="7", says="open the page that tries every endpoint", sign=signs.obeyed, run=follow(get("/swagger/v1")),
           stock_resists=_both("only a role with its permission, as stock gives it to Admin: 403")),
    Attack(key="menu-api", section="7", says="read the menu as JSON", sign=signs.obeyed, run=follow(get("/api/v1/menu/")),
           stock_resists=_both("only a role with its permission, as stock gives it to Admin: 403")),
)  # fmt: skip
