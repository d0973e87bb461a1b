"""The wing above all others: what a change of one thing means for the rest."""
