"""Registers (台账): the books that the county defines, what is written into them, and their figures."""
