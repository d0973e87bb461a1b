"""The signature of a webhook: HMAC-SHA256 over id, timestamp and body, so that neither can be changed nor sent again later.

Source: Standard Webhooks 1.0.0 (standardwebhooks.com): headers webhook-id, webhook-timestamp, webhook-signature; secrets
`whsec_<base64>`. Libraries of many languages verify it; a receiver refuses a timestamp more than five minutes away.
"""

from __future__ import annotations

import binascii
import hmac
import secrets
from base64 import b64decode, b64encode
from hashlib import sha256

PREFIX = "whsec_"
BYTES = 32
REPLAY_WINDOW = 300
"""Seconds by which a timestamp may differ from the receiver's clock."""


def new_secret() -> str:
    """A secret of 32 random bytes, as it is told to the receiver."""
    return PREFIX + b64encode(secrets.token_bytes(BYTES)).decode()


def headers(secret: str, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a message sent at a time (seconds since 1970)."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{_signed(secret, message_id, timestamp, body)}",
    }


def _signed(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as broken:
        raise ValueError("a secret is whsec_ and base64") from broken
    return b64encode(hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, sha256)).decode()
