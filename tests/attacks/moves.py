"""How each attack is carried out: requests by address templates, and the few that need more than that."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.attacks.target import Loot, Target

Move = Callable[[Target, FlaskClient], TestResponse]
ROUNDS = 40
ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
    "javascript:alert(1)", "%2F%2Fevil.example", "/console//evil.example", " https://evil.example", "http://localhost@evil.example/",
    "/console/../../evil.example\n", "https://evil.example/console/", "ftp://evil.example", "/%09/evil.example",
)  # fmt: skip


def get(path: str, **arguments: Any) -> Move:
    return lambda target, client: client.get(target.path(path), **arguments)


def post(path: str, data: Mapping[str, Any] | None = None) -> Move:
    def move(target: Target, client: FlaskClient) -> TestResponse:
        filled = {name: _filled(target, value) for name, value in (data or {}).items()}
        return client.post(target.path(path), data=filled)

    return move


def _filled(target: Target, value: Any) -> Any:
    return [target.path(one) for one in value] if isinstance(value, list) else target.path(value)


def send_json(method: str, path: str, body: Mapping[str, Any]) -> Move:
    return lambda target, client: client.open(target.path(path), method=method, json=dict(body))


def follow(*moves: Move) -> Callable[[Target, Loot], None]:
    """One after the other, as the attacker who is signed in."""

    def run(target: Target, loot: Loot) -> None:
        client = target.sign_in()
        loot.answers.extend(move(target, client) for move in moves)

    return run


def move_out(target: Target, loot: Loot) -> None:
    form = {**target.own_form, target.names["place"]: target.names["foreign_place"]}
    loot.answers.append(target.sign_in().post(target.path("{rows}/edit/{own}"), data=form))


def add_into(target: Target, loot: Loot) -> None:
    form = {**target.new_form, target.names["place"]: target.names["foreign_place"]}
    loot.answers.append(target.sign_in().post(target.path("{rows}/add"), data=form))


def edit_foreign(target: Target, loot: Loot) -> None:
    loot.answers.append(target.sign_in().post(target.path("{rows}/edit/{foreign}"), data=dict(target.own_form)))


def extra_fields(target: Target, loot: Loot) -> None:
    form = {
        **target.own_form,
        "id": "77",
        "version": "99",
        "handler": "2",
        "state": "closed",
        "owner_code": "000000000000",
        "row_uid": "x",
    }
    client = target.sign_in()
    loot.answers.append(client.post(target.path("{rows}/edit/{foreign}"), data=form))
    loot.answers.append(client.get(target.path("{rows}/show/77")))


def nul(target: Target, loot: Loot) -> None:
    client = target.sign_in()
    loot.answers.append(client.get(target.path("{rows}/list/?{word}=a%00b")))
    loot.answers.append(client.get(target.path("{rows}/list/?q=a%00b")))
    form = {**target.own_form, target.names["title"]: "a\0b"}
    loot.answers.append(client.post(target.path("{rows}/edit/{own}"), data=form))
    loot.answers.append(client.get(target.path("{rows}/show/1%00")))


def search_together(target: Target, loot: Loot) -> None:
    """Two people search for different words at the same time; `told` counts the pages that show the other's word."""
    mixed: list[str] = []
    words = ("wordofthefirst", "wordofthesecond")
    clients = [target.sign_in(), target.sign_in()]
    start = threading.Barrier(2)

    def search(own: int) -> None:
        start.wait()
        for _ in range(ROUNDS):
            answer = clients[own].get(target.path(f"{{lists}}?{{word}}={words[own]}"))
            if words[1 - own] in answer.text:
                mixed.append(words[own])

    pair = [threading.Thread(target=search, args=(number,)) for number in range(2)]
    for one in pair:
        one.start()
    for one in pair:
        one.join()
    loot.told = len(mixed)
    loot.answers.append(clients[0].get(target.path("{lists}")))


def save_a_double(target: Target, loot: Loot) -> None:
    """A name that is taken: the database refuses after the form was found valid."""
    form = {**target.own_form, target.names["title"]: target.names["taken"]}
    loot.answers.append(target.sign_in().post(target.path("{rows}/edit/{own}"), data=form))


def edit_twice(target: Target, loot: Loot) -> None:
    """Two browsers open the same row; both save what they typed."""
    first, second = target.sign_in(), target.sign_in()
    path = target.path("{rows}/edit/{own}")
    loot.answers += [first.get(path), second.get(path)]
    for client, typed in ((first, "the first"), (second, "the second")):
        loot.answers.append(client.post(path, data={**target.own_form, target.names["title"]: typed}))
    loot.told = "the second" in first.get(target.path("{rows}/show/{own}")).text


def _forged(target: Target, loot: Loot, move: Move) -> None:
    client = target.sign_in()
    target.guarded(True)
    loot.answers.append(move(target, client))


def forged_delete(target: Target, loot: Loot) -> None:
    _forged(target, loot, post("{rows}/delete/{own}"))


def forged_action(target: Target, loot: Loot) -> None:
    _forged(target, loot, post("{rows}/action_post", {"action": "{action}", "rowid": "{own}"}))


def linked_delete(target: Target, loot: Loot) -> None:
    _forged(target, loot, get("{rows}/delete/{own}"))


def headed_delete(target: Target, loot: Loot) -> None:
    _forged(target, loot, lambda at, client: client.head(at.path("{rows}/delete/{own}")))


def api_by_cookie(target: Target, loot: Loot) -> None:
    _forged(target, loot, send_json("POST", "{api}/", {"office": 1, "title": "by the cookie"}))


def api_login(target: Target, loot: Loot) -> None:
    body = {"username": target.names["user"], "password": target.names["password"], "provider": "db", "refresh": True}
    for path in ("/api/v1/security/login", "/console/api/v1/security/login"):
        loot.answers.append(target.visit().post(path, json=body))


def linked_logout(target: Target, loot: Loot) -> None:
    client = target.sign_in()
    loot.answers.append(client.get(target.path("{logout}")))
    loot.told = client.get(target.path("{lists}")).status_code


def replayed_cookie(target: Target, loot: Loot) -> None:
    """A cookie that was copied before its owner signed out."""
    client, thief = target.enter(), target.visit()
    cookie = client.get_cookie(target.names["cookie"])
    assert cookie is not None
    for leave in (client.get, client.post):
        leave(target.path("{logout}"))
    thief.set_cookie(target.names["cookie"], cookie.value)
    loot.answers.append(thief.get(target.path("{lists}")))


def signed_in(target: Target, loot: Loot) -> None:
    loot.answers.append(target.sign_in().get(target.path("{lists}")))


def cookie_flags(target: Target, loot: Loot) -> None:
    client = target.enter()
    loot.answers.append(client.get(target.path("{lists}")))
    cookie = client.get_cookie(target.names["cookie"])
    loot.told = [cookie.same_site, cookie.http_only] if cookie is not None else None


def next_elsewhere(target: Target, loot: Loot) -> None:
    for wanted in ELSEWHERE:
        data = {"username": target.names["user"], "password": target.names["password"]}
        loot.answers.append(target.visit().post(target.path("{login}"), query_string={"next": wanted}, data=data))


def evil_host(target: Target, loot: Loot) -> None:
    loot.answers.append(target.visit().get(target.path("{login}"), headers={"Host": "evil.example"}))
