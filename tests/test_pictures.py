"""G3: whatever a phone sends as a photo, only its decoder is hurt, and the next photo is served."""

import os
import platform
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import bad_pictures
import pytest
from PIL import Image

from server.core import limited, pictures
from server.core.pictures import is_sound, shown

LEAST = 100
ONE_BOMB = 250_000_000  # bytes; the smallest would need four times as many


def held() -> int:
    """Return the bytes of memory that this process holds."""
    return os.sysconf("SC_PAGE_SIZE") * int(Path("/proc/self/statm").read_text().split()[1])


def test_over_a_hundred_bad_pictures_hurt_nobody() -> None:
    bad = bad_pictures.all_of_them()
    assert len(bad) >= LEAST
    before = held()
    taken = {name for name, data in bad.items() if is_sound(data)}
    assert not taken & bad_pictures.no_pictures()
    assert "png of 60000 squared" not in taken
    assert "jpeg of 65500 squared" not in taken
    # what was taken for a picture is one for the screen too, or is refused there without a fault
    again = [shown(bad[name], thumb=True) for name in sorted(taken)]
    assert all(one is None or one.startswith(b"\xff\xd8") for one in again)
    for kind in ("JPEG", "PNG", "WEBP"):
        assert is_sound(bad_pictures.good(kind))
    # a bomb was unpacked somewhere else: nothing of it is here
    assert held() - before < ONE_BOMB


def test_a_decoder_that_dies_is_replaced_and_its_photo_is_asked_again() -> None:
    good = bad_pictures.good()
    assert is_sound(good)
    for decoder in pictures._decoders._idle:  # noqa: SLF001 - whom to kill
        os.kill(decoder.process.pid, signal.SIGKILL)
    assert is_sound(good)
    assert shown(good, thumb=False) is not None


def test_a_large_server_calls_no_sound_photo_broken() -> None:
    """A child's `ru_maxrss` begins with that of its parent: each decoder once left unannounced."""
    held = bytearray(b"x" * 250_000_000)
    pictures._decoders.end()  # noqa: SLF001 - the next ones are started by a large process
    good = [bad_pictures.good(kind) for kind in ("JPEG", "PNG", "WEBP")] * 4
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(is_sound, good))
    assert held
    for decoder in pictures._decoders._idle:  # noqa: SLF001 - who waits is there to answer
        assert decoder.ask(pictures.CHECK, good[0])[0] & pictures.PICTURE


def test_decoders_that_the_machine_ends_say_nothing_about_a_photo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ended(decoder: pictures._Decoder, *_: object) -> tuple[int, bytes]:
        decoder.process.kill()
        raise EOFError

    monkeypatch.setattr(pictures._Decoder, "ask", ended)  # noqa: SLF001 - whom to end
    with pytest.raises(OSError, match="ended"):
        is_sound(bad_pictures.good())


def test_decoders_that_do_not_start_say_nothing_about_a_photo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pictures._decoders.end()  # noqa: SLF001 - the next ones are to be started
    with monkeypatch.context() as broken:
        broken.setattr(limited, "HOME", Path("/"))  # an upgrade took the program away
        with pytest.raises(OSError, match="does not start"):
            is_sound(bad_pictures.good())
    assert is_sound(bad_pictures.good())


def test_nothing_is_imported_once_the_door_is_shut(tmp_path: Path) -> None:
    """What Pillow imports late would fail in there, and a sound photo would look broken."""
    samples = [*bad_pictures.all_of_them().values(), *bad_pictures.rare_but_sound().values()]
    for number, data in enumerate(samples):
        (tmp_path / str(number)).write_bytes(data)
    done = run(
        "from pathlib import Path\nfrom server.core import picture_door as door\n"
        "import warnings; warnings.simplefilter('ignore')\n"
        "door.warm_up(); before = set(sys.modules)\n"
        f"for file in Path({str(tmp_path)!r}).iterdir():\n"
        "    for wanted in range(3): door.answer(file.read_bytes(), wanted)\n"
        "print(sorted(set(sys.modules) - before))"
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_photos_of_every_sound_kind_are_taken_and_shown() -> None:
    for name, data in bad_pictures.rare_but_sound().items():
        assert is_sound(data), name
        assert shown(data, thumb=True), name


def test_many_at_once_share_two_decoders() -> None:
    good = [bad_pictures.good(kind) for kind in ("JPEG", "PNG", "WEBP", "GIF")] * 10
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(is_sound, good)) == [True, True, True, False] * 10
    assert len(pictures._decoders._idle) <= pictures.AT_ONCE  # noqa: SLF001


def run(lines: str) -> subprocess.CompletedProcess[str]:
    """Run lines in a process of the same kind as a decoder."""
    how = limited.program("-")
    how["args"] = [
        how["args"][0],
        "-c",
        f"import os, socket, sys\nfrom server.core import limited\n{lines}",
    ]
    return subprocess.run(**how, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "act", ["open('/etc/hostname')", "socket.socket()", "os.pipe()", "os.dup(1)"]
)
def test_a_program_that_is_shut_in_opens_no_file_and_no_network(act: str) -> None:
    done = run(f"{act}\nlimited.shut_in(900_000_000, 5)\nos.close(0)\n"
               f"try: {act}\nexcept OSError as error: os.write(1, str(error.errno).encode())")  # fmt: skip
    assert done.stdout in {"24", "22", "1"}, done.stderr  # EMFILE; dup says EINVAL, seccomp EPERM


WITHOUT_A_DESCRIPTOR = (
    "os.rename({0!r}, {0!r})", "os.chmod({0!r}, 0o600)", "os.truncate({0!r}, 0)", "os.unlink({0!r})",
    "os.kill(os.getppid(), 0)", "resource.prlimit(os.getppid(), resource.RLIMIT_CPU)", "os.fork()",
    "os.execv('/bin/true', ['true'])",
)  # fmt: skip


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the filter knows its numbers there")
def test_a_program_that_is_shut_in_deletes_signals_and_starts_nothing(tmp_path: Path) -> None:
    """A thread and its own end stay possible; without the filter the photo is gone."""
    photo = tmp_path / "photo"
    tries = "".join(
        f"try: {act.format(str(photo))}\nexcept OSError as error: said.append(error.errno)\n"
        for act in WITHOUT_A_DESCRIPTOR[:-1]
    )
    last = WITHOUT_A_DESCRIPTOR[-1]
    lines = (
        "import resource, threading\nsaid = []\n{}\nlimited.shut_in(900_000_000, 5)\n"
        f"{tries}threading.Thread(target=said.append, args=[0]).start()\n"
        f"try: {last}\nexcept OSError as error: said.append(error.errno)\n"
        "os.write(1, str(said).encode())\nos.abort()"
    )
    photo.write_bytes(b"bukti")
    done = run(lines.format(""))
    assert done.stdout == str([1] * (len(WITHOUT_A_DESCRIPTOR) - 1) + [0, 1]), done.stderr
    assert done.returncode == -signal.SIGABRT
    assert photo.read_bytes() == b"bukti"
    run(lines.format("limited.refuse_calls = bool"))
    assert not photo.exists()


def test_a_program_that_is_shut_in_ends_with_its_time_and_never_grows_beyond_its_memory() -> None:
    assert run("limited.shut_in(900_000_000, 1)\nwhile True: pass").returncode == -signal.SIGXCPU
    done = run("limited.shut_in(300_000_000, 5)\n"
               "try: bytearray(400_000_000)\nexcept MemoryError: os.write(1, b'none')")  # fmt: skip
    assert done.stdout == "none"


def test_a_decoder_knows_nothing_of_the_servers_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://geheim")
    assert "DATABASE_URL" not in limited.program("x")["env"]


def test_a_turned_photo_with_a_position_comes_back_upright_and_without_it() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    out = BytesIO()
    Image.new("RGB", (400, 200), "navy").save(out, "JPEG", exif=exif)
    found = shown(out.getvalue(), thumb=True)
    assert found is not None
    with Image.open(BytesIO(found)) as picture:
        assert (picture.size, len(picture.getexif())) == ((160, 320), 0)
    assert is_sound(out.getvalue())
