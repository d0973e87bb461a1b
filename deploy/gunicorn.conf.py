"""Settings of the web server: threads, a graceful end, no engine shared between processes, and a log that holds no one's data."""

from __future__ import annotations

import os
import re
from typing import Any

from gunicorn.glogging import Logger

from appcore.work import Worker

bind = f"127.0.0.1:{os.environ.get('PORT', '8080')}"
worker_class = "gthread"
workers = int(os.environ.get("BANSHITAI_WORKERS", "2"))
threads = int(os.environ.get("BANSHITAI_THREADS", "4"))

timeout = 60
graceful_timeout = 30  # what is being answered at a reload or an end may finish
keepalive = 5
preload_app = False  # an engine opened before the fork would share its connections between processes
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 — a heartbeat file, not data

# Slow clients are nginx's to hold off (request buffering on); these bound what reaches the application.
limit_request_line = 8190
limit_request_fields = 60
forwarded_allow_ips = "127.0.0.1,::1"

control_socket_disable = True  # a socket in somebody's home that nobody here uses

# --- the access log ---------------------------------------------------------------------------------------------------
# The query string may hold what somebody typed; the log keeps the path alone. A path may be typed too.
accesslog = os.environ.get("BANSHITAI_ACCESS_LOG")
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
# Identity cards (15 or 18), telephones (7 to 12), bank cards (16 to 19): no number of ours in an address is so long, but
# that of a case, which has 21 digits.
PERSONAL = re.compile(r"(?<!\d)\d{7,19}[\dXx]?(?!\d)")
CODES = re.compile(r"(?<!\d)(?:\d{12}-\d{2}|\d{6}-\d{5})(?!\d)")
KNOWN = re.compile(r"/(?:[A-Za-z0-9._-]+|\d{21}|\d{12}-\d{2})?", re.ASCII)


def cleaned(path: str) -> str:
    """A path for a log: the parts that addresses of ours are made of; of anything else that it was something else."""
    parts = re.findall(r"/[^/]*", path) or [path]
    return "".join(part if KNOWN.fullmatch(part) and not _is_personal(part) else "/…" for part in parts)


def _is_personal(part: str) -> bool:
    return bool(PERSONAL.search(CODES.sub("", part)))


class CleanLog(Logger):
    """Gunicorn's log, whose lines hold no typed text: %(U)s is decoded, a line break in it would begin a forged line."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return found | {"U": cleaned(environ.get("PATH_INFO") or "/")}


logger_class = CleanLog

# --- what must run by itself: seals, and what other parts register ----------------------------------------------------


def post_worker_init(worker: Any) -> None:
    worker.banshitai_work = Worker(worker.wsgi)
    worker.banshitai_work.start()


def worker_exit(_server: Any, worker: Any) -> None:
    started = getattr(worker, "banshitai_work", None)
    if started is not None:
        started.stop()
