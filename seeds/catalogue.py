"""The sample items: each one's identity, spoken names and first edition, published through the service of editions."""

from __future__ import annotations

from sqlalchemy import select

from appcore import records
from appcore.access.placing import owner
from appcore.catalogue import editions
from appcore.errors import Refused
from appcore.transaction import unit_of_work
from models.db import house_session
from models.item import Item, ItemAlias
from seeds import documents, source
from seeds.batch import add_all
from seeds.documents import BadSeed, SeedItem
from seeds.plan import Plan


def chosen(plan: Plan) -> list[SeedItem]:
    """The items of a plan; those that name another item come after it.

    Raises: BadSeed that names every faulty item at once.
    """
    found: list[SeedItem] = []
    faults: list[str] = []
    for row in source.items(plan.item_files):
        if not plan.wants_item(row["definition"]["code"]):
            continue
        try:
            found.append(documents.read(row))
        except BadSeed as fault:
            faults.append(str(fault))
    if faults:
        raise BadSeed("\n".join(faults))
    return sorted(found, key=lambda one: (one.replaced_by is not None, one.code))


def load_items(plan: Plan, wanted: list[SeedItem]) -> int:
    """Each item in a transaction of its own, so that a faulty one leaves nothing behind.

    Returns: how many were made. Raises: BadSeed that names every item which the checks refused, with its problems.
    """
    session = house_session()
    present = set(session.scalars(select(Item.code)))
    faults: list[str] = []
    made = 0
    for item in wanted:
        if item.code in present:
            continue
        try:
            _load(item)
            made += 1
        except Refused as refused:
            if item.state != "cancelled":
                faults.append(f"{item.code} {item.definition.name}: {refused}")
                continue
            _load(
                item, with_edition=False
            )  # a cancelled item keeps name, reason and what replaces it; no more is needed
            made += 1
    if faults:
        raise BadSeed("\n".join(faults))
    return made


def _load(item: SeedItem, *, with_edition: bool = True) -> None:
    with unit_of_work() as session:
        records.add(session, item_row(item))
        add_all(session, [ItemAlias(item_code=item.code, text=text, owner_code=owner()) for text in item.aliases])
        if with_edition:
            edition = editions.draft(item.code, content=item.definition)
            editions.submit(edition)
            editions.approve(edition)
            editions.publish(edition)
        records.alter(session, session.scalars(select(Item).where(Item.code == item.code)).one(), _stands_so(item))


def _stands_so(item: SeedItem) -> dict[str, str | None]:
    """The state, which comes last: nothing is published for an item that is cancelled."""
    return {"state": item.state, "state_reason": item.state_reason or None, "replaced_by_code": item.replaced_by}


def item_row(item: SeedItem) -> Item:
    """The identity of an item, to be written by whoever acts."""
    return Item(
        code=item.code,
        name=item.definition.name,
        tier=item.tier,
        department_code=item.department,
        window_kind_code=item.window,
        catalog_code=item.definition.catalog_code or None,
        state="in_use",
        is_sample=True,
        owner_code=owner(),
    )
