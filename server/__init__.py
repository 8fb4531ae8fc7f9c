"""Sidak: field inspections, from a phone in the market to the per-OPD summons list."""
