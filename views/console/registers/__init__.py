"""Registers 台账: the books one may read, their lines, print and figures, Excel in, and own fields."""
