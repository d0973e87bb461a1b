"""QR codes as SVG without a style of their own: drawn here, so that no other server is asked."""

from __future__ import annotations

import segno
from markupsafe import Markup


def drawn(address: str) -> Markup:
    """The picture of an address that its maker has quoted."""
    svg = segno.make(address, error="m").svg_inline(
        scale=5, border=2, omitsize=True, svgclass="second__code", lineclass=None
    )
    return Markup(svg)  # noqa: S704 - drawn by segno; the address stands in it as dark and light squares
