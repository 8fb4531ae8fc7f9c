"""Duty letters and leave, registered before or after a sidak."""
