"""A code of the national lists leads only to an item that the public may know of."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from models.item import Item
from tests.people import COUNTY, acts, keep


def test_the_catalogue_code_of_an_item_without_a_published_edition_is_a_miss(app: Flask, client: FlaskClient) -> None:
    """Sent on to /items/<its code>, a reader would learn that the county is drafting it."""
    with acts(app):
        keep(
            Item(
                code="330327-00901", name="民政样例", tier="handling", department_code="mzj", state="in_use",
                owner_code=COUNTY, catalog_code="000999001000",
            )
        )  # fmt: skip

    told = [client.get(f"/items/{code}") for code in ("000999001000", "000999002000")]

    assert [answer.status_code for answer in told] == [404, 404]
    assert "330327-00901" not in told[0].text
