"""Who may see and do what, and how it is proved."""
