"""Users, devices, sessions and the one permission table."""
