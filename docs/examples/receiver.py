"""A receiver of webhooks that believes only what is signed and fresh: `SECRET=whsec_… python receiver.py`."""

# ruff: noqa: INP001 - one script

import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


def is_genuine(secret, headers, body):
    sent, number = headers.get("webhook-timestamp", ""), headers.get("webhook-id", "")
    if not sent.isdigit() or abs(time.time() - int(sent)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = base64.b64encode(hmac.digest(key, f"{number}.{sent}.".encode() + body, hashlib.sha256)).decode()
    return any(hmac.compare_digest(f"v1,{made}", one) for one in headers.get("webhook-signature", "").split())


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        genuine = is_genuine(os.environ["SECRET"], self.headers, body)
        self.send_response(204 if genuine else 401)
        self.end_headers()
        if genuine:
            print(json.loads(body))  # by "id" you know what came twice


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", 8900), Receiver).serve_forever()
