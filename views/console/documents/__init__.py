"""文件库: the pages of its papers beside the generated ones."""
