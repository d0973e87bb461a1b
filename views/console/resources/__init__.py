"""The tables of each wing, declared; importing a wing's module registers its tables."""
