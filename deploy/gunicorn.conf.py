"""Settings of the web server: threads, a graceful end, and no engine shared between processes."""

from __future__ import annotations

import os

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

# The query string may hold what somebody typed; the log keeps the path alone.
accesslog = os.environ.get("BANSHITAI_ACCESS_LOG")
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'

control_socket_disable = True  # a socket in somebody's home that nobody here uses
