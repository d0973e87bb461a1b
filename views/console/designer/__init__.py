"""The designer of forms: of an item's draft, of a register, of a block of the field library."""
