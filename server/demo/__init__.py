"""The demo city: synthetic people and two replayed operations."""
