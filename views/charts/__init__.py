"""Charts drawn on the server as SVG, for the public site, the console and paper."""
