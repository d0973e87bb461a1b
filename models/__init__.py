"""Tables, constraints and labels. Empty on purpose: the pure modules beside the tables load without SQLAlchemy."""
