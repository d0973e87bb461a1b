"""The frozen definition of a service item and the pure rules over it. No Flask, no SQLAlchemy, no tables."""
