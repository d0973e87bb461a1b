"""The wing above all others: what a change of one thing means for the rest, and packages that move between counties."""
