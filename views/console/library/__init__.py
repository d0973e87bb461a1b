"""The library of papers, the tree of items with their codes and states, the lists, the power list, and bundles."""
