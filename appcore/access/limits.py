"""All limits of a person as one option of a statement: its part of the statement's cache key is worked out once."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.orm.interfaces import CriteriaOption
from sqlalchemy.sql.elements import BindParameter

from appcore.access import criteria
from appcore.access.principal import Person


class Limits(CriteriaOption):
    """The criterion of every limited class, for all statements of one person and for what their relations load.

    SQLAlchemy would walk through each criterion at each statement to find the statement's key: a hundred criteria, the tenth
    part of a page's time. They do not change while the person lives, so that their keys and values are kept.
    """

    __slots__ = ("_bindparams", "_each", "_key")
    propagate_to_loaders = True

    def __init__(self, person: Person, models: tuple[type[Any], ...]) -> None:
        self._each: tuple[Any, ...] = tuple(
            with_loader_criteria(model, criteria.visible_to(model, person), include_aliases=True) for model in models
        )
        keys = [one._generate_cache_key() for one in self._each]
        self._bindparams: list[BindParameter[Any]] = [bound for key in keys if key for bound in key.bindparams]
        self._key = (type(self), *(key.key for key in keys if key))
        if not all(keys):
            raise RuntimeError("a criterion without a cache key would be compiled anew at each statement")

    def _gen_cache_key(self, anon_map: Any, bindparams: list[BindParameter[Any]]) -> tuple[Any, ...]:
        """The key is shaped by the grants; their values follow as parameters, in the order of the first compilation."""
        bindparams.extend(self._bindparams)
        return self._key

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        """Put each criterion on its class, once: what a relation loads carries the option of its parent beside its own."""
        for option in self._each:
            for mapper in option._all_mappers():
                held = attributes.setdefault(("additional_entity_criteria", mapper), [])
                if option not in held:
                    held.append(option)

    def process_compile_state(self, compile_state: Any) -> None:
        self.get_global_criteria(compile_state.global_attributes)

    def process_compile_state_replaced_entities(self, compile_state: Any, mapper_entities: Any) -> None:
        self.process_compile_state(compile_state)
