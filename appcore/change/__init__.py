"""What moves between installations and editions: packages, and what stands above all wings."""
