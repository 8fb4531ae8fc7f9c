"""Figures, measured: one module per subject, each with `figures(yard)`; `./sidak bench` prints them."""
