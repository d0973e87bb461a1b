"""文书模板: the language in which an office writes its slips — text with placeholders and blocks, nothing that can run."""
