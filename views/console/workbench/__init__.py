"""事项工作台: the page on which a county editor writes an item."""
