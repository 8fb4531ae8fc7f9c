"""The pure meaning of findings."""
