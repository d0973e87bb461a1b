"""R71: after a case was taken, its identity numbers, telephones and addresses stand nowhere in the database's bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import MetaData, select, text

from appcore.access import privacy
from appcore.casework import intake
from models.case import Case, Party
from models.db import db, house_session
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, NATURAL, PROMISED, form, the_case
from tests.conftest import House

ADDRESS = "苍南县样例路八百八十八号"


def bytes_of(house: House) -> bytes:
    """All bytes that the store holds: the database's files, or every row of every table as text."""
    if house.store == "sqlite":
        files = [*house.folder.glob("house.db*"), *Path(house.folder).glob("*.log")]
        assert any(path.name.endswith("-wal") for path in files), "the log of the database is searched as well"
        return b"".join(path.read_bytes() for path in files)
    found = []
    with house.app.app_context(), db.engine.connect() as connection:
        held = MetaData()
        held.reflect(connection)
        for table in held.sorted_tables:
            rows = connection.execute(text(f'SELECT t::text FROM "{table.name}" AS t')).scalars()
            found += [row.encode() for row in rows]
    return b"\n".join(found)


def shapes(value: str) -> list[bytes]:
    """The value as text, as UTF-16, as hex and as JSON escapes it."""
    escaped = value.encode("unicode_escape")
    return [value.encode(), value.encode("utf-16-le"), value.encode().hex().encode(), escaped]


@pytest.mark.parametrize("item", [PROMISED, NATURAL])
def test_r71_a_taken_case_leaves_nothing_in_clear(house: House, app: Flask, acting: Acting, item: str) -> None:

    with acting(CLERK):
        made = form(item, 7, key="k" * 32)
        made = replace(made, parties=tuple(replace(one, address=ADDRESS) for one in made.parties))
        number = intake.accept(made).number
        sensitive = privacy.get_answers(the_case(house_session(), number))
    held = bytes_of(house)

    secrets = [value for one in made.parties for value in (one.id_number, one.phone, one.address) if value]
    secrets += [str(value) for value in sensitive.values() if len(str(value)) > 5]
    assert len(secrets) >= 3
    assert made.parties[0].name.encode() in held, "the name is held in clear: the bytes are the right ones"
    for secret in secrets:
        assert not [shape for shape in shapes(secret) if shape in held], f"{secret[:4]}… stands in clear"


def test_r72_a_party_is_found_again_by_the_whole_number(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        made = form(PROMISED, 7)
        number = intake.accept(made).number
        typed = made.parties[0].id_number.lower()

        found = db.session.scalars(
            select(Case.number)
            .join(Party, Party.case_id == Case.id)
            .where(Party.id_number_index == privacy.index_of(typed))
        ).all()

        assert found == [number]


def test_r71_a_removed_value_is_overwritten(house: House, app: Flask) -> None:
    """R80: secure_delete and a checkpoint leave nothing of a row that is gone."""
    if house.store != "sqlite":
        return
    marker = "样例标记九九九"
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE probe (text TEXT)")
        connection.exec_driver_sql(f"INSERT INTO probe VALUES ('{marker}')")
        connection.commit()
        connection.exec_driver_sql("DELETE FROM probe")
        connection.commit()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    assert marker.encode() not in (house.folder / "house.db").read_bytes()
