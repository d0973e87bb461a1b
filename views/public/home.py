"""The first page: one search box, what most people come for, themes, halls by town, and what changed lately."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response

from appcore import clock
from appcore.catalogue import bundles
from appcore.hall import boards
from views.public import answers, choices
from views.public.reading import catalogue, reading

OFTEN = 8
LATELY = 5


def home() -> Response:
    known = catalogue()
    halls = boards.halls(reading(), clock.local_today(), choices.town())
    matters = bundles.published(reading())

    def model() -> dict[str, Any]:
        in_use = [one for one in known.items.values() if one.state == "in_use"]
        return {
            "often": known.often_asked(OFTEN),
            "themes": {"person": known.themes("p"), "body": known.themes("b")},
            "count": len(in_use),
            "zero": sum(one.visits == 0 for one in in_use),
            "once": sum(one.visits == 1 for one in in_use),
            "halls": halls,
            "matters": [one.definition for one in matters],
            "newest": known.lately(LATELY, clock.local_now()),
        }

    return answers.page(
        "public/home.html", (known.stamp, known.until, halls, [one.content_hash for one in matters]), model
    )


ADDRESSES: tuple[tuple[str, Callable[..., Any]], ...] = (("/", home),)
