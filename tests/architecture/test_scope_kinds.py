"""Each table says whose its rows are and what its columns are called; what it seals, it seals for good."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import LargeBinary, String, inspect

from appcore.access import criteria, scope
from appcore.access.principal import Person
from models import tables
from models.base import Draft, Scoped, Sealing, Standard, Unscoped
from models.db import Base

assert tables.metadata.tables
KINDS = (Scoped, Standard, Draft, Unscoped)
ALL = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__name__)
OURS = [model for model in ALL if not model.__tablename__.startswith("ab_")]
TECHNICAL = {"id", "row_uid"}
"""Columns that no form, list or workbook ever names."""
UNNAMED_TABLES = {"audit_head", "audit_seal", "seed_mark"}
"""Tables that no page shows: the end of a chain, how far it is sealed, and the marks of the seeds."""


def named(model: type[Any]) -> str:
    return model.__name__


@pytest.mark.parametrize("model", OURS, ids=named)
def test_a_class_of_ours_is_exactly_one_kind_of_row(model: type[Any]) -> None:
    """Decisions 2: own, standard, draft, or unscoped with its reason."""
    kinds = [kind for kind in KINDS if issubclass(model, kind)]

    assert len(kinds) == 1, f"{model.__name__} is {[kind.__name__ for kind in kinds] or 'none of the four kinds'}"
    assert criteria.scope_kind(model) == kinds[0].scope_kind
    if kinds == [Unscoped]:
        assert len(model.scope_reason) > 20, f"{model.__name__} does not say why it needs no limit"


def test_only_the_framework_has_classes_without_a_kind() -> None:
    theirs = [model for model in ALL if model not in OURS]

    assert {criteria.scope_kind(model) for model in theirs} == {"framework"}
    assert all(model.__module__.startswith("flask_appbuilder.") for model in theirs)


def test_every_class_with_a_kind_has_a_criterion() -> None:
    nobody = Person(0, "nobody", "", frozenset(), ())
    limited = {model for model in OURS if not issubclass(model, Unscoped)}

    assert set(scope.limited_models()) == limited
    for model in limited:
        assert criteria.visible_to(model, nobody) is not None


@pytest.mark.parametrize("model", [model for model in OURS if model.__tablename__ not in UNNAMED_TABLES], ids=named)
def test_every_column_has_its_label(model: type[Any]) -> None:
    """Decisions 14: the words of list, form, workbook and API are those of the column."""
    bare = [
        column.name
        for column in model.__table__.columns
        if column.name not in TECHNICAL and not column.info.get("label")
    ]

    assert not bare, f"{model.__name__} has columns without a label: {bare}"


def test_our_columns_on_the_accounts_have_labels() -> None:
    ours = ("hall_code", "department_code", "staff_id", "is_demo")

    columns = Base.metadata.tables["ab_user"].columns

    assert [name for name in ours if not columns[name].info.get("label")] == []


@pytest.mark.parametrize("model", OURS, ids=named)
def test_a_personal_column_is_sealed_or_a_keyed_index(model: type[Any]) -> None:
    """Decisions 29, R71: a personal column holds sealed bytes, or the keyed index of what is sealed beside it."""
    columns = {column.name: column for column in model.__table__.columns}
    personal = {name: column for name, column in columns.items() if column.info.get("personal")}

    for name, column in personal.items():
        kind, wanted = (LargeBinary, "_sealed") if name.endswith("_sealed") else (String, "_index")
        assert name.endswith(wanted), f"{model.__name__}.{name} is personal and held in clear"
        assert isinstance(column.type, kind)
        assert name.endswith("_sealed") or name.replace("_index", "_sealed") in columns
    assert not personal or issubclass(model, Sealing), f"{model.__name__} has no row_uid to bind its sealed values to"


def test_nothing_that_names_a_person_is_held_in_clear() -> None:
    """R71: no plain column is called by a word for an identity number, a private telephone, a bank account or a home."""
    words = ("身份证", "证件号码", "手机", "联系电话", "银行", "住址", "通讯地址")
    clear = [
        f"{model.__name__}.{column.name}"
        for model in OURS
        if not issubclass(model, Draft)  # what an edition asks for is no answer
        for column in model.__table__.columns
        if any(word in column.info.get("label", "") for word in words) and not column.info.get("personal")
    ]

    assert clear == []


def test_no_limited_class_is_loaded_by_a_join() -> None:
    """A joined load of a limited class would turn a row that is out of sight into a missing parent."""
    limited = set(scope.limited_models())
    joined = [
        f"{model.__name__}.{relation.key}"
        for model in ALL
        for relation in inspect(model).relationships
        if relation.lazy not in ("select", "raise") and relation.mapper.class_ in limited
    ]

    assert joined == []


def test_an_own_row_has_all_three_columns_of_its_place() -> None:
    """Decisions 3, 52: region, department and hall, each with its index."""
    for table in (Base.metadata.tables[model.__tablename__] for model in OURS if model.scope_kind == Scoped.scope_kind):
        indexed = {column.name for index in table.indexes for column in list(index.columns)[:1]}
        assert {"region_code", "department_code", "hall_code"} <= indexed, table.name
        assert not table.columns["region_code"].nullable
