"""The schema: models and revisions say the same on both databases."""

from pathlib import Path

import databases

from server.app import create_app
from server.cli.schema import compare, upgrade
from server.settings import Settings


def test_models_and_revisions_agree(
    database: str, all_databases: databases.Databases, tmp_path: Path
) -> None:
    app = create_app(Settings(instance=tmp_path, database_url=all_databases.empty(database)))
    upgrade(app)
    upgrade(app)
    compare(app)
