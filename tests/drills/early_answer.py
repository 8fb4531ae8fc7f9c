"""A seeded bug for the kill drill: a server that acknowledges a finding before it is committed.

The first delivery is judged and answered inside a transaction that is rolled back; a moment later
a thread delivers it again, this time for good. Kill it in between and the acknowledged is lost.
"""

import os
import threading
from typing import Any

from flask import make_response, request

from server.app import create_app
from server.core import db as database
from server.core.db import App, db, start_writing
from server.settings import Settings

LATER = "X-Sidak-Drill-Later"
SECONDS = 0.4


def application() -> App:
    """Build the faulty application from the environment, for gunicorn."""
    app = create_app(Settings.from_environment(os.environ))
    right = app.dispatch_request

    def early() -> Any:
        if request.method != "PUT" or LATER in request.headers:
            return right()
        path, body, cookie = request.path, request.get_data(), request.headers.get("Cookie", "")
        start_writing()
        try:
            response = make_response(super(App, app).dispatch_request())
        finally:
            db.session.rollback()
            database._stop_writing()  # noqa: SLF001 - a bug knows no manners

        def deliver() -> None:
            app.test_client(use_cookies=False).put(
                path,
                data=body,
                content_type="application/json",
                headers={"Cookie": cookie, LATER: "1"},
            )

        threading.Timer(SECONDS, deliver).start()
        return response

    app.dispatch_request = early  # type: ignore[method-assign]
    return app
