"""Resources to Flask-AppBuilder views: one ModelView a table, with permissions, menu and routes."""

from __future__ import annotations

from typing import Any

from flask_appbuilder import AppBuilder
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_wtf import FlaskForm

from appcore.access import permissions
from appcore.access.principal import Person, current_or_none
from views.console.base import HouseView
from views.console.generated_form import form_class
from views.console.resource import WINGS, Resource, all_resources

VERBS = {
    "list": "list",
    "show": "show",
    "add": "add",
    "edit": "edit",
    "delete": "delete",
    "lookup": "list",
    "xlsx": "export",
    "csv": "export",
}


class TableInterface(SQLAInterface):
    """Flask-AppBuilder's door to a table. It learns of the id alone: lists, filters and forms are drawn by our own view."""

    def get_columns_list(self) -> list[str]:
        return ["id"]


def make_view(resource: Resource) -> type[HouseView]:
    """The view class of a resource: it has the routes of the resource's verbs and no others."""
    form: type[FlaskForm] = form_class(resource) if resource.verbs else FlaskForm
    attributes: dict[str, Any] = {
        "resource": resource,
        "form": form,
        "add_form": form,
        "edit_form": form,
        "search_form": FlaskForm,
        "datamodel": TableInterface(resource.model),
        "route_base": resource.route,
        "class_permission_name": resource.view,
        "method_permission_name": dict(VERBS),
        "include_route_methods": {
            "list",
            "show",
            *_exports(resource),
            *resource.verbs,
            *(("lookup",) if resource.verbs else ()),
        },
        "list_columns": list(resource.columns),
        "show_columns": list(resource.columns),
        "add_columns": list(resource.form_columns),
        "edit_columns": list(resource.form_columns),
        "search_columns": ["id"],  # its own search form would draw an option list of every relation
        "label_columns": {name: resource.label(name) for name in resource.columns},
        "base_permissions": [
            "can_list",
            "can_show",
            "can_add",
            "can_edit",
            "can_delete",
            *(["can_export"] if _exports(resource) else []),
        ],
    }
    return type(resource.endpoint, (HouseView,), attributes)


def _exports(resource: Resource) -> tuple[str, ...]:
    """The routes that give out the whole list, where anybody may take it along: the auditor only reads."""
    return ("xlsx", "csv") if permissions.roles_that_may(resource.view, "export") else ()


def add_resources(builder: AppBuilder) -> None:
    """Register every declared table with its menu entry, wing by wing."""
    titles = dict(WINGS)
    for wing, _title in WINGS:
        for resource in all_resources():
            if resource.wing == wing:
                view = make_view(resource)
                if resource.in_menu:
                    builder.add_view(
                        view, f"{resource.noun}_menu", label=resource.title, category=wing, category_label=titles[wing],
                        menu_cond=_menu_condition(resource),
                    )  # fmt: skip
                else:
                    builder.add_view_no_menu(view)


def _menu_condition(resource: Resource) -> Any:
    def may_list() -> bool:
        who = current_or_none()
        return isinstance(who, Person) and permissions.may(who.roles, resource.view, "list")

    return may_list
