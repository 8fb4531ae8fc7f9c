"""The roof: create_app knows all rooms and hands each request to one of them."""

import os
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request, send_from_directory
from werkzeug.middleware.proxy_fix import ProxyFix

from server.accounts import refusals, sessions
from server.accounts.routes import accounts, devices, enrolments, own_account, passkeys, users
from server.archive import models as _archive
from server.archive.routes import archive
from server.board import models as _board
from server.board.polls import Polls
from server.board.routes import board
from server.core import db as database
from server.core import http
from server.core.blobs import BlobStore
from server.core.db import App, db
from server.core.evenly import settle
from server.core.pace import Pace
from server.core.receipts import load_keys
from server.core.state import refuse_demo_data
from server.findings import models as _findings
from server.findings.routes import (
    corrections,
    findings,
    late_letters,
    replies,
    slips,
    team_reports,
    uploads,
)
from server.operations import models as _operations
from server.operations.routes import operations, phone_codes, reference, rolls, visits
from server.people import models as _people
from server.people.routes import hours, imports, people
from server.permits import models as _permits
from server.permits.routes import permits
from server.settings import Settings, SettingsError
from server.summons import models as _summons
from server.summons.routes import (
    examinations,
    follow_up,
    letters,
    office,
    order_papers,
    own,
    own_letters,
    papers,
    proof,
    slip_papers,
    summons,
    tables,
    team_papers,
    templates,
)
from server.summons.service.sealing import check_seal
from server.tips import models as _tips
from server.tips.routes import tips

STRANGERS_A_MINUTE = 120
TIPS_A_MINUTE = 60  # reports and their pictures
# a table exists once imported
TABLES = (_archive, _board, _findings, _operations, _people, _permits, _summons, _tips)
ROOMS = (
    accounts,
    own_account,
    passkeys,
    users,
    devices,
    enrolments,
    phone_codes,
    people,
    hours,
    imports,
    permits,
    operations,
    reference,
    rolls,
    visits,
    findings,
    corrections,
    late_letters,
    team_reports,
    slips,
    replies,
    uploads,
    tips,
    board,
    summons,
    tables,
    team_papers,
    order_papers,
    slip_papers,
    examinations,
    follow_up,
    letters,
    office,
    templates,
    own,
    own_letters,
    proof,
    papers,
    archive,
)


def create_app(settings: Settings, *, new: bool = False) -> App:
    """Build the application for one installation.

    Raises SettingsError where its place or keys would put records at risk. Behind https keys are
    made for a `new` instance only: a server that lost them must not go on with others unnoticed.
    """
    app = App("server", static_folder=None)
    app.extensions["sidak_settings"] = settings
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.uploads.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.https and settings.instance.stat().st_mode & 0o077:
        raise SettingsError(f"{settings.instance} can be read by others; run chmod 700 on it.")
    app.extensions["sidak_keys"] = load_keys(settings.keys, new=new or not settings.https)
    app.extensions["sidak_blobs"] = BlobStore(settings.blobs)
    check_seal(settings)
    give_budgets(app)
    app.config["API_TITLE"] = "Sidak"
    app.config["API_VERSION"] = settings.version
    app.config["OPENAPI_VERSION"] = "3.1.0"
    app.config["OPENAPI_URL_PREFIX"] = "/api"
    app.config["OPENAPI_JSON_PATH"] = "openapi.json"
    app.json.sort_keys = False  # type: ignore[attr-defined]
    database.init_app(app, settings)
    api = http.SidakApi(app)
    http.init_app(app, settings)
    # after http: another site's page is refused before a session is read
    sessions.init_app(app, settings)
    refusals.init_app(app)
    for room in ROOMS:
        api.register_blueprint(room)
    _serve_pwa(app, settings)
    if settings.https and not settings.certificate:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)  # type: ignore[method-assign]
    app.wsgi_app = Polls(app, app.wsgi_app, http.headers_of(settings))  # type: ignore[assignment]
    return app


def give_budgets(app: Flask) -> None:
    """Give strangers and citizens what a minute of this process grants them."""
    app.extensions["sidak_strangers"] = Pace(STRANGERS_A_MINUTE)
    app.extensions["sidak_citizens"] = Pace(TIPS_A_MINUTE)


def application() -> App:
    """Build the application from the environment, for gunicorn."""
    settings = Settings.from_environment(os.environ)
    app = create_app(settings)
    with app.app_context():
        refuse_demo_data(settings)
    settle()
    return app


def owned_by_us(_object: object, name: str | None, kind: str, *_more: Any) -> bool:
    """Tell Alembic which tables are ours and which belong to PostGIS or SpatiaLite."""
    return kind != "table" or name in db.metadata.tables


def _serve_pwa(app: Flask, settings: Settings) -> None:
    """Serve the built PWA; every address that is no file and no API is the app itself."""

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def _pwa(path: str) -> Response:
        if path == "api" or path.startswith("api/"):
            abort(404)
        if path and (settings.pwa / path).is_file():
            response = send_built(settings.pwa, path)
            hashed = path.startswith("assets/")
            response.headers["Cache-Control"] = (
                "public, max-age=31536000, immutable" if hashed else "no-cache"
            )
            return response
        if "." in path.rsplit("/", 1)[-1] or not (settings.pwa / "index.html").is_file():
            abort(404)
        response = send_built(settings.pwa, "index.html")
        response.headers["Cache-Control"] = "no-cache"
        return response


def send_built(folder: Path, path: str) -> Response:
    """Send a file of the PWA as `pwa/pack.mjs` packed it, where the browser reads that."""
    wanted = request.accept_encodings
    for coding, ending in (("br", ".br"), ("gzip", ".gz")):
        if wanted.quality(coding) > 0 and (folder / f"{path}{ending}").is_file():
            kind, _ = guess_type(path)
            response = send_from_directory(folder, f"{path}{ending}", mimetype=kind)
            response.headers["Content-Encoding"] = coding
            break
    else:
        response = send_from_directory(folder, path)
    response.headers["Vary"] = "Accept-Encoding"
    return response
