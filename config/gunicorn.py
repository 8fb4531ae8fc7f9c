"""How gunicorn serves Sidak: one process with threads on SQLite, several on PostgreSQL.

SQLite has one writer and, before 3.51.3, a bug when two processes checkpoint one WAL, so it gets
one process. Gunicorn listens on this machine only; a proxy (config/Caddyfile) brings https.
"""

import os
import sys

_embedded = not os.environ.get("DATABASE_URL", "").strip().startswith("postgresql")

wsgi_app = "server.app:application()"
# a trial (`--https`) shows a certificate of its own to the network; else only the proxy reaches us
certfile = os.environ.get("SIDAK_CERTIFICATE")
keyfile = os.environ.get("SIDAK_CERTIFICATE_KEY") if certfile else None
_host = os.environ.get("SIDAK_BIND", "127.0.0.1") if certfile else "127.0.0.1"
bind = [f"{_host}:{os.environ.get('SIDAK_PORT', '8000')}"]
worker_class = "server.core.lanes.Worker"  # gthread, with a lane for open boards
workers = (
    1 if _embedded else int(os.environ.get("SIDAK_WORKERS", min(8, (os.cpu_count() or 1) + 1)))
)
threads = int(os.environ.get("SIDAK_THREADS", "16" if _embedded else "8"))

# A phone on a bad network sends slowly: a thread waits for it, the process as a whole must live.
timeout = 60
graceful_timeout = 20
keepalive = 15
backlog = 512

# No address of ours is long: names and NIPs never stand in one.
limit_request_line = 2048
limit_request_fields = 60
limit_request_field_size = 8190

# The application logs route templates; gunicorn's own line would hold addresses and queries.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("SIDAK_LOG_LEVEL", "warning")
proc_name = "sidak"

# Heartbeat files of workers in memory: a slow disk must not make a healthy worker look dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108
control_socket_disable = True


def when_ready(_server: object) -> None:
    """Tell the person who started it where to look."""
    address = os.environ.get("SIDAK_ADDRESS", f"http://{bind[0]}")
    words = f"\nSidak siap: {address}  (Ctrl+C untuk berhenti)\n"
    if os.environ.get("SIDAK_DEMO") == "1":
        words += "Data simulasi Kota Contoh. Masuk sebagai bkpsdm, sekda atau petugas1; "
        words += "sandi: demo-sidak-2026\n"
    sys.stderr.write(words + "\n")
