"""A look-up names rows of another table: whoever may ask it may list that table too."""

from __future__ import annotations

from appcore.access import permissions
from views.console import mount  # noqa: F401 - declares the tables
from views.console.resource import all_resources, resource_of


def test_who_may_list_a_table_may_list_what_it_points_to() -> None:
    """Else a look-up would be a way round the table of permissions: names and codes of a table that has no page for him."""
    ways_round = [
        (resource.noun, name, role)
        for resource in all_resources()
        if resource.verbs
        for name in resource.form_columns
        for key in getattr(resource.model.__table__.columns.get(name), "foreign_keys", ())
        if (target := resource_of(key.column.table.name)) is not None
        for role in permissions.roles_that_may(resource.view, "list")
        if role not in permissions.roles_that_may(target.view, "list")
    ]

    assert sorted(ways_round) == []
