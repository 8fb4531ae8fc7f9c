"""Commands: they call services and print."""
