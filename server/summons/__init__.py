"""From confirmed findings to lists per OPD and letters."""
