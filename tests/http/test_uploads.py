"""Photos arrive by tus: resumable, checked, attached to their finding, shown without EXIF."""

import base64
import hashlib
import os
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
import world
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from tusclient.client import TusClient
from werkzeug.test import TestResponse
from world import World

from server.app import create_app
from server.core.app_state import blobs
from server.core.db import db
from server.findings.models import FindingPhoto, SetAside, Upload
from server.settings import Settings

TUS = {"Tus-Resumable": "1.0.0"}
STREAM = "application/offset+octet-stream"


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def metadata(finding_id: UUID, photo: dict[str, Any]) -> str:
    said = {
        "finding": str(finding_id),
        "photo": photo["id"],
        "sha256": photo["sha256"],
        "kind": photo["kind"],
    }
    return ",".join(
        f"{key} {base64.b64encode(str(v).encode()).decode()}" for key, v in said.items()
    )


def create(
    client: FlaskClient,
    finding_id: UUID,
    photo: dict[str, Any],
    length: int | None = None,
    **more: Any,
) -> TestResponse:
    headers = {
        **TUS,
        "Upload-Length": str(photo["size"] if length is None else length),
        "Upload-Metadata": metadata(finding_id, photo),
        **more.pop("headers", {}),
    }
    return client.post("/api/uploads", headers=headers, **more)


def patch(
    client: FlaskClient, place: str, data: bytes, offset: int, **headers: str
) -> TestResponse:
    return client.patch(
        place,
        data=data,
        content_type=STREAM,
        headers={**TUS, "Upload-Offset": str(offset), **headers},
    )


def announced(city: World, data: bytes | None = None) -> tuple[UUID, dict[str, Any], bytes]:
    photo, found = world.photo() if data is None else (world.announced(data), data)
    finding_id, answer = city.send(city.finding(photos=[photo], photos_skipped=None))
    assert answer.json["photos"] == [
        {"id": photo["id"], "sha256": photo["sha256"], "state": "missing", "readable": True}
    ]
    return finding_id, photo, found


def photo_states(city: World, finding_id: UUID) -> list[str]:
    photos = city.client("desk").get(f"/api/findings/{finding_id}").json["photos"]
    return [photo["state"] for photo in photos]


def test_a_photo_arrives_in_pieces_and_the_receipt_says_stored(city: World) -> None:
    finding_id, photo, data = announced(city)
    client = city.client("officer1")
    place = create(client, finding_id, photo).headers["Location"]
    assert patch(client, place, data[:100], 0).headers["Upload-Offset"] == "100"
    assert client.head(place, headers=TUS).headers["Upload-Offset"] == "100"
    assert photo_states(city, finding_id) == ["missing"]
    assert patch(client, place, data[100:], 100).status_code == 204
    assert photo_states(city, finding_id) == ["stored"]
    with city.app.app_context():
        assert blobs().get(photo["sha256"]) == data


def test_a_photo_can_come_with_its_creation(city: World) -> None:
    finding_id, photo, data = announced(city)
    answer = create(city.client("officer1"), finding_id, photo, data=data, content_type=STREAM)
    assert answer.status_code == 201
    assert answer.headers["Upload-Offset"] == str(len(data))
    assert photo_states(city, finding_id) == ["stored"]


def test_the_same_finding_again_gets_a_receipt_with_todays_photo_states(city: World) -> None:
    photo, data = world.photo()
    said = city.finding(photos=[photo])
    finding_id, _ = city.send(said)
    create(city.client("officer1"), finding_id, photo, data=data, content_type=STREAM)
    _, answer = city.send(said, finding_id)
    assert [one["state"] for one in answer.json["photos"]] == ["stored"]


def test_a_photo_that_the_server_has_is_not_needed_again(city: World) -> None:
    finding_id, photo, data = announced(city)
    client = city.client("officer1")
    create(client, finding_id, photo, data=data, content_type=STREAM)
    for more in ({}, {"data": data, "content_type": STREAM}):
        answer = create(client, finding_id, photo, **more)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(data)))


def test_a_wrong_offset_is_told_and_changes_nothing(city: World) -> None:
    finding_id, photo, data = announced(city)
    client = city.client("officer1")
    place = create(client, finding_id, photo).headers["Location"]
    answer = patch(client, place, data, 5)
    assert (answer.status_code, answer.json["code"]) == (409, "upload-offset")
    assert client.head(place, headers=TUS).headers["Upload-Offset"] == "0"


def test_a_broken_checksum_keeps_nothing_of_the_request(city: World) -> None:
    finding_id, photo, data = announced(city)
    client = city.client("officer1")
    place = create(client, finding_id, photo).headers["Location"]
    wrong = base64.b64encode(hashlib.sha1(b"x").digest()).decode()  # noqa: S324 - tus names it
    answer = patch(client, place, data, 0, **{"Upload-Checksum": f"sha1 {wrong}"})
    assert answer.json["code"] == "upload-checksum"
    right = base64.b64encode(hashlib.sha256(data).digest()).decode()
    assert (
        patch(client, place, data, 0, **{"Upload-Checksum": f"sha256 {right}"}).status_code == 204
    )


def test_bytes_that_are_not_the_announced_photo_are_set_aside(city: World) -> None:
    finding_id, photo, data = announced(city)
    client = city.client("officer1")
    place = create(client, finding_id, photo).headers["Location"]
    altered = bytes([data[0] ^ 1]) + data[1:]
    answer = patch(client, place, altered, 0)
    assert (answer.status_code, answer.json["code"]) == (422, "photo-mismatch")
    assert photo_states(city, finding_id) == ["missing"]
    with city.app.app_context():
        kept = db.session.scalars(select(SetAside)).one()
        assert blobs().get(kept.sha256) == altered
    assert patch(client, place, data, 0).status_code == 204
    assert photo_states(city, finding_id) == ["stored"]


def test_a_photo_that_is_no_image_is_quarantined_and_its_finding_kept(city: World) -> None:
    finding_id, photo, data = announced(city, os.urandom(500))
    create(city.client("officer1"), finding_id, photo, data=data, content_type=STREAM)
    found = city.client("desk").get(f"/api/findings/{finding_id}").json
    assert found["photos"][0]["state"] == "quarantined"
    assert found["photos"][0]["url"] is None
    assert "photo_unreadable" in found["flags"]
    assert city.client("desk").get(f"/api/photos/{photo['id']}").status_code == 404
    with city.app.app_context():
        assert blobs().get(photo["sha256"]) == data


def test_a_shown_photo_is_upright_and_has_no_exif(city: World) -> None:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "A phone that tells where its owner lives"
    Image.new("RGB", (400, 200), "navy").save(out, "JPEG", exif=exif, comment=uuid4().hex)
    finding_id, photo, data = announced(city, out.getvalue())
    create(city.client("officer1"), finding_id, photo, data=data, content_type=STREAM)
    for query, longest in (("", 400), ("?size=thumb", 320)):
        answer = city.client("desk").get(f"/api/photos/{photo['id']}{query}")
        with Image.open(BytesIO(answer.data)) as shown:
            assert (shown.height, len(shown.getexif())) == (longest, 0)
    again = city.client("desk").get(
        f"/api/photos/{photo['id']}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 200
    answer = city.client("desk").get(
        f"/api/photos/{photo['id']}", headers={"If-None-Match": again.headers["ETag"]}
    )
    assert answer.status_code == 304


@pytest.mark.parametrize("stranger", ["officer2", "admin", "opd_disdik"])
def test_a_stranger_sees_no_photo_and_touches_no_upload(city: World, stranger: str) -> None:
    finding_id, photo, data = announced(city)
    place = create(city.client("officer1"), finding_id, photo).headers["Location"]
    client = city.client(stranger)
    assert client.head(place, headers=TUS).status_code == 404
    assert patch(client, place, data, 0).status_code == 404
    assert create(client, finding_id, photo).json["code"] == "photo-not-announced"
    assert client.get(f"/api/photos/{photo['id']}").status_code == 404


def test_what_tus_cannot_understand_is_told(city: World) -> None:
    finding_id, photo, _ = announced(city)
    client = city.client("officer1")
    assert client.post("/api/uploads").json["code"] == "upload-version"
    assert create(client, finding_id, photo, length=7).json["code"] == "photo-mismatch"
    assert create(client, uuid4(), photo).json["code"] == "photo-not-announced"
    answer = create(client, finding_id, photo, headers={"Upload-Length": "many"})
    assert answer.json["code"] == "upload-length"
    answer = create(client, finding_id, photo, headers={"Upload-Metadata": "finding !"})
    assert answer.json["code"] == "upload-metadata"
    answer = create(client, finding_id, photo, length=10**9)
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")
    assert client.options("/api/uploads").headers["Tus-Version"] == "1.0.0"


def test_bytes_of_another_kind_or_with_a_strange_checksum_are_told(city: World) -> None:
    finding_id, photo, data = announced(city)
    client = city.client("officer1")
    place = create(client, finding_id, photo).headers["Location"]
    headers = {**TUS, "Upload-Offset": "0"}
    answer = client.patch(place, data=data, content_type="image/jpeg", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (415, "wrong-content-type")
    answer = patch(client, place, data, 0, **{"Upload-Checksum": "crc32 AAAA"})
    assert answer.json["code"] == "upload-metadata"
    assert client.head(place, headers=TUS).headers["Upload-Offset"] == "0"


def test_a_photo_that_has_not_arrived_is_not_shown_though_its_bytes_came_with_another(
    city: World,
) -> None:
    finding_id, photo, data = announced(city)
    with city.app.app_context():
        blobs().put(data)
    assert photo_states(city, finding_id) == ["missing"]
    answer = city.client("desk").get(f"/api/photos/{photo['id']}")
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


def test_more_bytes_than_announced_are_refused_and_none_of_them_kept(city: World) -> None:
    finding_id, photo, data = announced(city)
    client = city.client("officer1")
    place = create(client, finding_id, photo).headers["Location"]
    patch(client, place, data[:100], 0)
    answer = patch(client, place, data[100:] + b"more", 100)
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")
    assert client.head(place, headers=TUS).headers["Upload-Offset"] == "100"
    assert patch(client, place, data[100:], 100).status_code == 204


def test_an_upload_that_is_not_sealed_needs_a_session(city: World) -> None:
    finding_id, photo, data = announced(city)
    place = create(city.client("officer1"), finding_id, photo).headers["Location"]
    assert patch(city.client(), place, data, 0).json["code"] == "sign-in-needed"


def test_a_photo_that_no_longer_decodes_is_not_found(city: World) -> None:
    finding_id, photo, data = announced(city, os.urandom(500))
    create(city.client("officer1"), finding_id, photo, data=data, content_type=STREAM)
    with city.app.app_context():
        row = db.session.scalars(select(FindingPhoto).where(FindingPhoto.sha256 == photo["sha256"]))
        row.one().state = "stored"
        db.session.commit()
    answer = city.client("desk").get(f"/api/photos/{photo['id']}")
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


def test_a_given_up_upload_is_gone(city: World) -> None:
    finding_id, photo, _ = announced(city)
    client = city.client("officer1")
    place = create(client, finding_id, photo).headers["Location"]
    assert client.delete(place, headers=TUS).status_code == 204
    assert client.head(place, headers=TUS).status_code == 404


def test_a_crash_between_store_and_row_is_finished_by_asking(city: World) -> None:
    finding_id, photo, data = announced(city)
    client = city.client("officer1")
    place = create(client, finding_id, photo).headers["Location"]
    with city.app.app_context():  # the photo was adopted, then the power went
        blobs().put(data)
    assert client.head(place, headers=TUS).headers["Upload-Offset"] == str(len(data))
    assert photo_states(city, finding_id) == ["stored"]


def test_the_public_tus_client_delivers_a_photo(
    database: str, start_server: Callable[..., Any]
) -> None:
    server = start_server(database)
    app = create_app(Settings(instance=server.instance, database_url=server.database_url))
    city = world.build(app)
    with app.app_context():
        token = city.client("officer1").get_cookie("sidak").value  # type: ignore[union-attr]
        photo, data = world.photo()
        finding_id, _ = city.send(city.finding(photos=[photo]))
        client = TusClient(f"{server.url}/api/uploads", headers={"Cookie": f"sidak={token}"})
        uploader = client.uploader(
            file_stream=BytesIO(data),
            chunk_size=200,
            metadata={"finding": str(finding_id), "photo": photo["id"], "sha256": photo["sha256"],
                      "kind": "person"},
        )  # fmt: skip
        uploader.upload()
        stored = db.session.scalars(select(FindingPhoto)).one()
        assert stored.state == "stored"
        assert db.session.scalars(select(Upload)).one().finished_at is not None
        db.session.remove()
        db.engine.dispose()
