"""The sealed envelope alone: keys that rotate, and one committed file that both sides made and open."""

import base64
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sealed_phone
from sealed_phone import SealedPhone

from server.core.problems import Code, Problem
from server.core.receipts import load_keys
from server.core.sealed import OVERHEAD, Purpose, open_sealed

VECTORS = Path(__file__).parent / "vectors" / "sealed.json"


def test_a_rotated_key_still_opens_what_was_sealed_before(tmp_path: Path) -> None:
    old = load_keys(tmp_path)
    point = sealed_phone.point(old.sealing.public_key())
    thing = uuid4()
    envelope = SealedPhone(point).seal(b"F", thing, b"{}")
    (tmp_path / "sealing.pem").rename(tmp_path / "sealing-2026.pem")
    new = load_keys(tmp_path)
    assert new.public()["sealing"]["kid"] != old.public()["sealing"]["kid"]
    assert open_sealed(envelope, Purpose.FINDING, thing, new).content == b"{}"
    (tmp_path / "sealing-2026.pem").unlink()
    with pytest.raises(Problem) as told:
        open_sealed(envelope, Purpose.FINDING, thing, load_keys(tmp_path))
    assert told.value.code is Code.SEALING_KEY_UNKNOWN


def test_a_retired_key_is_no_less_private(tmp_path: Path) -> None:
    load_keys(tmp_path)
    (tmp_path / "sealing.pem").rename(tmp_path / "sealing-2026.pem")
    (tmp_path / "sealing-2026.pem").chmod(0o644)
    with pytest.raises(RuntimeError, match="chmod 600"):
        load_keys(tmp_path)


@pytest.mark.parametrize("maker", ["server", "phone"])
def test_the_committed_envelopes_open(maker: str, tmp_path: Path) -> None:
    """pwa/tests/envelope.test.ts opens the same two, and made the one called phone."""
    vectors = json.loads(VECTORS.read_text())
    tmp_path.joinpath("sealing.pem").write_text(vectors["server_private_pem"])
    tmp_path.joinpath("sealing.pem").chmod(0o600)
    made = vectors[maker]
    envelope = base64.b64decode(made["envelope"])
    thing = UUID(vectors["thing_id"])
    opened = open_sealed(envelope, Purpose(made["purpose"].encode()), thing, load_keys(tmp_path))
    assert opened.content.decode() == vectors["content"]
    assert opened.device_id == UUID(vectors["device_id"])
    assert opened.signed_by(made["device_key"])
    assert len(envelope) == len(opened.content) + OVERHEAD
