"""The counter lane 收件: from the item to the slip on one page."""
