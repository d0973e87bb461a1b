"""Local values of halls, what a new standard does to them, and powers that towns take on."""
