"""Search as you type over 3,000 and 100,000 names: ours in memory against what a LIKE over the same names costs."""

from __future__ import annotations

import random
import re
import resource
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable

from appcore.catalogue.matcher import Index, rank
from appcore.catalogue.name_index import Searchable
from appcore.folding import fold, spell
from seeds import documents, source
from tests.bench.figure import Figure

SIZES = (3_000, 100_000)
TYPED, ROUNDS, SHOWN = 1_000, 3, 8
LIKE = "SELECT code FROM item WHERE name LIKE :q OR alias LIKE :q LIMIT 8"


def _names(number: int) -> list[Searchable]:
    """Names and aliases put together of the words of the sample items."""
    items = [documents.read(row) for row in source.items()]
    parts = [text for item in items for text in (item.definition.name, *item.aliases)]
    words = sorted({word for text in parts for word in re.findall(r"[\u4e00-\u9fff]{2,4}", text)})
    rng = random.Random(7)
    joined = ["".join(rng.choices(words, k=3)) for _number in range(number)]
    return [
        Searchable(f"{330000 + at // 100_000}-{at % 100_000:05d}", name, ("".join(rng.choices(words, k=2)),), at % 16)
        for at, name in enumerate(joined)
    ]


def _typed(entries: list[Searchable]) -> list[str]:
    """What stands in the box after some keys: beginnings of names, of their pinyin and of their initials."""
    rng = random.Random(3)
    made = []
    for _turn in range(TYPED):
        name = fold(rng.choice(entries).name)
        form = rng.choice([name, name, spell(name).full, spell(name).initials])
        made.append(form[: rng.randint(1, len(form))])
    return made


def _phrases() -> list[str]:
    with source.HERE.parent.joinpath("tests", "catalogue", "phrases.csv").open(encoding="utf-8") as handle:
        return [line.split(",")[0] for line in handle][1:]


def _milliseconds(ask: Callable[[str], object], queries: Iterable[str]) -> list[float]:
    """For each query the best of some rounds, in milliseconds of processor time, in order of size."""
    best = []
    for query in queries:
        times = []
        for _round in range(ROUNDS):
            begin = time.thread_time()
            ask(query)
            times.append((time.thread_time() - begin) * 1000)
        best.append(min(times))
    return sorted(best)


def _p95(times: list[float]) -> float:
    return round(times[int(len(times) * 0.95)], 3)


def measure() -> list[Figure]:
    figures = []
    for size in SIZES:
        entries = _names(size)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begin = time.process_time()
        index = Index(entries)
        figures.append(Figure(f"search: index of {size} names built", round(time.process_time() - begin, 1), "s"))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        figures.append(Figure(f"search: memory of {size} names", round(grown), "MB"))
        store = sqlite3.connect(":memory:")
        store.execute("CREATE TABLE item (code TEXT, name TEXT, alias TEXT)")
        store.executemany(
            "INSERT INTO item VALUES (?, ?, ?)", [(one.code, one.name, one.aliases[0]) for one in entries]
        )
        queries = _typed(entries)
        like = _milliseconds(lambda q, db=store: db.execute(LIKE, {"q": f"%{q}%"}).fetchall(), queries)  # type: ignore[misc]
        ours = _milliseconds(lambda q, held=index: rank(q, held, SHOWN), queries)  # type: ignore[misc]
        ratio = round(statistics.mean(like) / statistics.mean(ours), 1)
        figures.append(
            Figure(f"search as you type, {size} names, p95", _p95(ours), "ms", "LIKE over the same names", ratio)
        )
        said = _milliseconds(lambda q, held=index: rank(q, held, SHOWN, loosely=True), _phrases())  # type: ignore[misc]
        figures.append(Figure(f"search by whole phrases, {size} names, p95", _p95(said), "ms"))
        store.close()
    return figures
