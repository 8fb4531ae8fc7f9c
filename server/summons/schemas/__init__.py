"""Wire forms of lists, lines and letters."""
