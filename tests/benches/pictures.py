"""What decoding a photo outside of the server costs, beside the same decoding inside."""

import os
import statistics
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from benches.figure import Figure, each
from benches.yard import Yard
from server.core.pictures import _Decoders, is_sound, shown

TIMES = 60


def phone_photo() -> bytes:
    """Return a JPEG as the phone sends it: 1600 px wide, about 300 KB."""
    out = BytesIO()
    picture = Image.frombytes("RGB", (200, 150), os.urandom(90_000)).resize((1600, 1200))
    picture.save(out, "JPEG", quality=65)
    return out.getvalue()


def figures(_yard: Yard) -> Iterator[Figure]:
    """Yield the median of each way, and their ratio in this run."""
    data = phone_photo()
    size = f"JPEG 1600x1200, {len(data) // 1000} KB, median {TIMES} kali"

    def inside() -> None:
        Image.open(BytesIO(data)).load()

    def anew() -> None:
        decoders = _Decoders()
        decoders.ask(0, data)
        decoders.end()

    is_sound(data)
    here, there = (statistics.median(each(TIMES, how)) for how in (inside, lambda: is_sound(data)))
    started = statistics.median(each(5, anew))
    thumb = statistics.median(each(TIMES, shown, data, thumb=True))
    yield Figure("foto dibuka di dalam server", here, "ms", None, size)
    yield Figure("foto dibuka di luar (dipakai)", there, "ms", None, size)
    yield Figure("luar dibanding dalam", there / here, "kali", 1.5, "dalam satu pengukuran")
    yield Figure("pembuka dijalankan baru tiap foto", started, "ms", None, "median 5 kali")
    yield Figure("gambar kecil untuk layar", thumb, "ms", None, size)
