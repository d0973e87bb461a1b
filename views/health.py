"""/healthz: the process answers. /readyz: the database answers and its schema is this program's."""

from __future__ import annotations

from typing import Any

from flask import Flask, jsonify
from sqlalchemy.exc import SQLAlchemyError

from appcore import schema_state


def install(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


def healthz() -> Any:
    return jsonify(status="ok")


def readyz() -> Any:
    try:
        found, wanted = schema_state.versions()
    except SQLAlchemyError:
        return jsonify(status="database unreachable"), 503
    if found != wanted:
        return jsonify(status="schema differs", found=found, wanted=wanted), 503
    return jsonify(status="ok", schema=found)
