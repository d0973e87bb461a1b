"""The pure part of the designer: fields as rows that are typed, moved, pasted and taken from the library."""
