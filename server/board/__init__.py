"""The Sekda's view of an operation: reads only, and what of it is shown to everybody."""
