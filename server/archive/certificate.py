"""What the public address of this server shows to a phone: a certificate, and for how long."""

import socket
import ssl
from datetime import UTC, datetime
from math import floor
from urllib.parse import urlsplit

from server.archive.rules import Certificate

PATIENCE = 4.0  # seconds for connecting and for the handshake
EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED of OpenSSL
HTTPS = 443


def probe(address: str, now: datetime, trusted: ssl.SSLContext | None = None) -> Certificate:
    """Ask the https `address` for its certificate as a phone would; opens one connection to it.

    `trusted` holds the authorities, those of the system by default. Never raises: what is wrong is
    the answer.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or HTTPS
    context = trusted or ssl.create_default_context()
    try:
        with (
            socket.create_connection((host, port), timeout=PATIENCE) as plain,
            context.wrap_socket(plain, server_hostname=host) as shown,
        ):
            found = shown.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return Certificate("expired" if error.verify_code == EXPIRED else "untrusted")
    except OSError:
        return Certificate("unreachable")
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)
    return Certificate(days_left=floor((ends - now).total_seconds() / 86_400))
