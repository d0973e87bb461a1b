"""Drawing a flow: words are broken into lines, lines into figures, figures into their places on the sheet."""
