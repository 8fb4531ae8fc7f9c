"""Verbs of laporan masyarakat: receive without knowing from whom, triage, end, forget."""
