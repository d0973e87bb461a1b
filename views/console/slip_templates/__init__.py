"""文书模板: how the county words its slips, edited, tried and published without code."""
