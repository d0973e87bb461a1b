"""A first walk through a running server: `python -m tests.smoke http://127.0.0.1:8080`. Standard library alone."""

from __future__ import annotations

import re
import sys
from http.client import HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

SECONDS = 20
GUIDE = re.compile(r'href="(/items/[0-9]{6}-[0-9]{5})')


class Walk:
    """Pages fetched one after the other, with what went wrong."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.faults: list[str] = []
        self.passed = 0
        self._open = build_opener(ProxyHandler({}), HTTPCookieProcessor()).open

    def page(self, path: str, *must: str) -> str:
        """Fetch a page; note a fault unless it answers 200 and holds each of the given texts. Answers its text."""
        try:
            answer: HTTPResponse = self._open(urljoin(self.base, path), timeout=SECONDS)
        except HTTPError as refused:
            self.faults.append(f"{path} answered {refused.code}: {refused.read(300).decode(errors='replace')!r}")
            return ""
        except (URLError, TimeoutError, ConnectionError) as problem:
            self.faults.append(f"{path} did not answer: {problem}")
            return ""
        with answer:
            text = answer.read().decode(errors="replace")
        missing = [piece for piece in must if piece not in text]
        if missing:
            self.faults.append(f"{path} answered 200 but lacks {', '.join(missing)}")
        else:
            self.passed += 1
        return text


def smoke(base: str) -> Walk:
    """Home, list, one guide, the console's door and readiness."""
    walk = Walk(base)
    walk.page("/readyz")
    walk.page("/", "<h1", "</html>")
    listed = walk.page("/items", "<h1", "</html>")
    guide = GUIDE.search(listed)
    if guide:
        walk.page(guide.group(1), "<h1", "</html>")
    elif listed:
        walk.faults.append("/items lists no item: not one link to /items/<code>")
    walk.page("/console/login", "<form", 'type="password"')
    return walk


def main() -> int:
    """Exit code 0 when all is well, 1 when a page is not, 2 for a wrong call."""
    if len(sys.argv) != 2:
        print("usage: python -m tests.smoke http://127.0.0.1:8080", file=sys.stderr)
        return 2
    walk = smoke(sys.argv[1])
    for fault in walk.faults:
        print(f"smoke: {fault}", file=sys.stderr)
    print(f"smoke: {walk.passed} passed, {len(walk.faults)} failed")
    return 1 if walk.faults else 0


if __name__ == "__main__":
    sys.exit(main())
