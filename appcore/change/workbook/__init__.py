"""The catalogue as a workbook: one sheet a table, headings in the words of the elements, and back without a loss."""
