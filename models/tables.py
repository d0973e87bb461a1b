"""All tables in one import: the metadata that Alembic, `flask init` and the tests see, with its checks bound."""

from __future__ import annotations

from models import (  # noqa: F401 - imported for their tables
    account,
    attachment,
    audit,
    booklet,
    bundle,
    case,
    check,
    custody,
    delegation,
    document,
    draft_part,
    edition_parts,
    exchange,
    export,
    file,
    hook,
    item,
    material_library,
    numbering,
    offer,
    organisation,
    package,
    phone,
    place,
    power,
    privacy,
    register,
    review,
    search,
    sign_in,
    slip_template,
    staff,
    trial,
    village_list,
    window,
    workday,
)
from models.base import bound_columns
from models.db import Base

bound_columns(Base.metadata)
metadata = Base.metadata
