"""R02, R03, R06, R08: actions, bulk acts, files and hidden columns; R01 and R07 on every route stand in `tests/matrix`."""

from __future__ import annotations

import random
from collections.abc import Callable

from flask.testing import FlaskClient

from tests.fingerprint import changed, fingerprint
from tests.world import World, by_noun

Enter = Callable[[str], FlaskClient]


def test_r02_no_table_has_flask_appbuilders_actions(county: World, enter: Enter) -> None:
    """Acts are routes of their own with a service behind them; the generic ones ignore every limit."""
    before = fingerprint(county.app)
    for username in ("lingxi_clerk", "county_editor"):
        client = enter(username)
        for resource in by_noun().values():
            for row_id in county.ids(resource)[-1:]:
                for act in ("muldelete", "close"):
                    address = f"/console{resource.route}/action/{act}/{row_id}"
                    assert client.get(address).status_code in (404, 405), address
                    assert client.post(address).status_code in (404, 405), address

    assert changed(before, fingerprint(county.app)) == []


def test_r03_a_bulk_act_on_own_and_foreign_rows_changes_none(county: World, enter: Enter) -> None:
    before = fingerprint(county.app)
    for resource in by_noun().values():
        own, foreign = county.ids(resource, "lingxi_admin"), county.foreign(resource, "lingxi_admin")
        data = {"action": "muldelete", "rowid": [str(one) for one in (*own[:5], *foreign[:1])]}
        assert enter("lingxi_admin").post(f"/console{resource.route}/action_post", data=data).status_code == 404

    assert changed(before, fingerprint(county.app)) == []


def test_r06_no_route_hands_out_a_file_by_its_name(county: World) -> None:
    """Static files alone go by name; a file of a case or a form will go by its row, and then stands in the sweep above."""
    by_name = {
        rule.endpoint
        for rule in county.app.url_map.iter_rules()
        if "filename" in rule.arguments or "path" in rule.arguments
    }

    assert by_name == {"static", "appbuilder.static"}


def test_r08_hidden_columns_neither_sort_nor_filter_nor_are_found_by_searching(county: World, enter: Enter) -> None:
    client = enter("lingxi_clerk")
    for resource in by_noun().values():
        base = f"/console{resource.route}/list/"
        if client.get(base).status_code != 200:
            continue
        for column in resource.model.__table__.columns.keys():  # noqa: SIM118 - iterating gives columns
            if column not in resource.sort:
                assert client.get(f"{base}?sort={random.choice(('', '-'))}{column}").status_code == 400, (base, column)
            if column not in resource.filters:
                assert client.get(f"{base}?f.{column}=1").status_code == 400, (base, column)
        for stock in (f"_oc_{resource.endpoint}=id", "_flt_0_id=1", "_flt_3_id_number_index=1"):
            assert client.get(f"{base}?{stock}").status_code == 400, (base, stock)

    empty = client.get("/console/casework/party/list/?q=zzzzzzzz").text.count("<tr")
    for secret in county.secrets:
        for part in (secret, secret[:8]):
            for path in ("party", "case"):
                assert client.get(f"/console/casework/{path}/list/?q={part}").text.count("<tr") in (0, empty), (
                    path,
                    part,
                )
