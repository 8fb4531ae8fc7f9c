"""Verbs of lists, lines and letters."""
