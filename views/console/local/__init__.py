"""Pages of local values: an offer's own, the drift inbox, who differs and why, delegations, service lists of villages."""
