"""Real receivers on this machine: the documented one, told how to answer, and those that misbehave."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Heard:
    """What a receiver was sent: pairs of headers and body. `answers` are the statuses it gives, the last one for ever."""

    port: int = 0
    answers: list[int] = field(default_factory=lambda: [204])
    location: str = ""
    messages: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/in?from=county"


@contextmanager
def receiving(*answers: int, location: str = "", tls: Any = None) -> Iterator[Heard]:
    """A receiver that answers with these statuses in turn."""
    heard = Heard(answers=list(answers) or [204], location=location)

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.messages.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(heard.answers[0])
            if heard.location:
                self.send_header("Location", heard.location)
            self.send_header("Content-Length", "0")
            self.end_headers()
            del heard.answers[: len(heard.answers) > 1]

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    heard.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def dripping() -> Iterator[int]:
    """The port of a receiver that sends a byte of its answer now and then and never comes to the end."""
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        taken, _ = listening.accept()
        with taken:
            try:
                while not over.wait(0.05):
                    taken.sendall(b"x")
            except OSError:
                return  # the sender has had enough

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        over.set()
        listening.close()
        thread.join()
