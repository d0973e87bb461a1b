"""Booklets 汇编与手册: what the county prints of its catalogue; one content, which a PDF and a Word file are made of."""
