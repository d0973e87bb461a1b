"""The tests' own PostgreSQL does what the tests of rows rely on."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests import postgres

pytestmark = pytest.mark.rows


@pytest.fixture
def address() -> Iterator[str]:
    running = postgres.server()
    running.drop_database("floor_check")
    yield running.create_database("floor_check")
    running.drop_database("floor_check")


def test_trigrams_of_chinese_are_found(address: str) -> None:
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION pg_trgm"))

        trigrams = connection.scalar(text("SELECT show_trgm('身份证')"))

    engine.dispose()
    assert len(trigrams) >= 3


def test_a_template_hands_on_its_rows(address: str) -> None:
    running = postgres.server()
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE hall (name text)"))
        connection.execute(text("INSERT INTO hall VALUES ('灵溪镇便民服务中心')"))
    engine.dispose()
    copied = create_engine(running.create_database("floor_copy", template="floor_check"))

    with copied.connect() as connection:
        name = connection.scalar(text("SELECT name FROM hall"))

    copied.dispose()
    running.drop_database("floor_copy")
    assert name == "灵溪镇便民服务中心"


def test_the_server_is_not_older_than_supported() -> None:
    assert postgres.server().version() >= 150000


def test_it_listens_on_no_network_address() -> None:
    folder = postgres.server().socket_folder
    with psycopg.connect(host=folder, user="postgres", dbname="postgres") as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()

    assert row == ("",)
