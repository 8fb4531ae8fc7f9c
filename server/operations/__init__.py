"""The sidak itself: operation, teams, zones, visits."""
