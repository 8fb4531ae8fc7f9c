"""Verbs of findings: receive, upload photos, show them, judge."""
