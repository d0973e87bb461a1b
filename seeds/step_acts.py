"""What may be done at the steps of the sample items, by the kind of step, where their files do not say it themselves.

Receiving asks for corrections; whoever examines may send back, stop the clock where a special procedure allows it, and
ask for the item's extension; what comes after the decision only goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

RECEIVING = ("accept", "register")
WORKING = ("examine", "handle", "inspect")
PASSING_ON = ("pass_on", "assign", "report_up")


def acts_of(step: Mapping[str, Any], *, number: int, item: Mapping[str, Any]) -> list[str]:
    """The acts of the step at this place (from 0) of the item as written."""
    kind = step.get("kind")
    if step.get("role") == "outside":
        return ["pass"]
    if kind in RECEIVING:
        return ["pass", "correct"] if item.get("initiation", "application") == "application" else ["pass"]
    if kind in PASSING_ON:
        return ["pass", "hand_over"]
    if kind not in (*WORKING, "approve"):
        return ["pass"]
    acts = ["pass"] + (["return"] if number else [])
    if kind == "approve":
        return acts
    acts += ["suspend"] if stops_the_clock(item) else []
    return acts + (["extend"] if kind == "examine" and item.get("extension_limit") else [])


def stops_the_clock(item: Mapping[str, Any]) -> bool:
    """Whether a special procedure of the item is not counted in its limit."""
    return any(one.get("counted") is False and one["kind"] != "extension" for one in item.get("procedures") or ())
