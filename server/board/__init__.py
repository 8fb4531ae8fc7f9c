"""The Sekda's live view: reads only."""
