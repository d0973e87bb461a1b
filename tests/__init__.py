"""Tests, laid out as the house is: one folder a wing, and the folders that look across all of them."""
