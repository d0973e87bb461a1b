"""事项工作台: the parts of a draft as they are typed, moved and pasted; values in, values out."""
