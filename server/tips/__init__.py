"""Laporan masyarakat: what citizens report, who looks at it, and how it ends."""
