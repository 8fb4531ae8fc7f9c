"""The map as a file: QGIS opens it, and nobody is named in it."""

import json

import pytest
import world
from flask import Flask
from shapely import from_geojson
from sqlalchemy import select

from server.core.audit import AuditEntry
from server.core.db import db

SECRET = ("BUDI", "198703122010011004", "Dinas Perhubungan", "finding_id", "nip")


def test_zones_and_findings_are_drawn_without_a_name_and_the_copy_leaves_a_trace(
    app: Flask,
) -> None:
    city = world.build(app)
    finding_id = city.confirmed(city.finding())
    answer = city.client("inspector").get(f"/api/operations/{city.operation}/map.geojson")
    assert answer.content_type == "application/geo+json"
    assert "attachment" in answer.headers["Content-Disposition"]
    body = json.loads(answer.data)
    kinds = {one["properties"]["kind"]: one for one in body["features"]}
    assert set(kinds) == {"zone", "finding"}
    assert kinds["zone"]["geometry"]["type"] == "MultiPolygon"
    assert kinds["zone"]["properties"]["name"] == "Pasar Baru"  # a place may be named
    assert kinds["finding"]["geometry"]["coordinates"] == [113.2159, -7.7541]
    assert kinds["finding"]["properties"]["status"] == "confirmed"
    for secret in (*SECRET, str(finding_id)):
        assert secret not in answer.text
    with app.app_context():
        exported = select(AuditEntry).where(AuditEntry.action == "board.export")
        assert db.session.scalars(exported).one().detail == {"features": 2}


@pytest.mark.one_database
def test_a_reader_of_geojson_takes_every_shape(app: Flask) -> None:
    city = world.build(app)
    city.send(city.finding())
    data = city.client("sekda").get(f"/api/operations/{city.operation}/map.geojson").data
    shapes = from_geojson(data).geoms
    assert sorted(one.geom_type for one in shapes) == ["MultiPolygon", "Point"]
    assert all(one.is_valid for one in shapes)
