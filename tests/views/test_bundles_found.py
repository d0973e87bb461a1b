"""一件事 is found wherever items are looked for: in the console's search, at the counter and while the public types."""

from __future__ import annotations

import pytest

from tests.views.test_pages import Enter
from tests.world import MATTER, World

MISSED = "没有的事"


@pytest.mark.parametrize("query", ["样例一件事", "ylyjs"])
def test_a_clerk_finds_a_bundle_at_the_counter_and_by_the_search_of_the_console(
    query: str, county: World, enter: Enter
) -> None:
    client, page = enter("lingxi_clerk"), f"/console/catalogue/matters/{MATTER}"
    counter, search = "/console/casework/intake?q=", "/console/search"

    assert page in client.get(counter + query).text
    assert page in client.post(search, data={"q": query}).text
    assert client.get(page).status_code == 200
    assert page not in client.get(counter + MISSED).text
    assert page not in client.post(search, data={"q": MISSED}).text
    assert [one["code"] for one in county.app.test_client().get(f"/suggest?q={query}").get_json()["matters"]] == [
        MATTER
    ]
