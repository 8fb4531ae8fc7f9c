"""The Sekda's view of an operation: reads only."""
