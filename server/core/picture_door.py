"""The door for pictures: a program of its own that decodes what phones sent, one after the other.

Started by `core.pictures`, which has the form of requests and answers, and shut in by `core.limited`.
"""

import importlib
import os
import sys
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from server.core import limited
from server.core.pictures import CHECK, HEAD, LEAVING, PICTURE, READY, SHOW, THUMB

# What 50 million pixels need, four bytes each: the file, its copy while it is turned, and the worst
# decoder (WebP) beside them; 12 million in any format take a second and 200 MB.
MEMORY = 900_000_000
SECONDS = 4
GROWN = 160_000_000  # bytes; who holds more ends after its answer and gives the memory back
MOST_PIXELS = 50_000_000
PAGE = os.sysconf("SC_PAGE_SIZE")
LONGEST = {SHOW: 1600, THUMB: 320}
QUALITY = {SHOW: 88, THUMB: 80}
PLUGINS = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
# Pillow imports these when a photo calls for them, which is too late once nothing can be opened
LATE = ("TiffImagePlugin", "MpoImagePlugin", "ImagePalette", "ExifTags", "ImageChops", "ImageColor")
FORMATS = tuple(plugin.__name__.rsplit(".", 1)[-1].removesuffix("ImagePlugin").upper()
                for plugin in PLUGINS)  # fmt: skip


def decoded(data: bytes, wanted: int) -> bytes | None:
    """Return b"" for a sound picture, its re-encoded JPEG where one is wanted, None for no picture."""
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return None
        if wanted == CHECK:
            picture.load()
            return b""
        longest = LONGEST[wanted]
        picture.draft(None, (2 * longest, 2 * longest))  # a JPEG need not be decoded in full for it
        upright: Any = ImageOps.exif_transpose(picture)
        upright.thumbnail((longest, longest))
        out = BytesIO()
        upright.convert("RGB").save(out, "JPEG", quality=QUALITY[wanted])
        return out.getvalue()


def answer(data: bytes, wanted: int) -> bytes | None:
    """Return what `decoded` says; whatever a broken file does to a decoder, it is no picture."""
    try:
        return decoded(data, wanted)
    except Exception:  # noqa: BLE001 - MemoryError and every fault a decoder can have
        return None


def warm_up() -> None:
    """Decode and encode once in every format, and import all that is imported late."""
    for name in LATE:
        importlib.import_module(f"PIL.{name}")
    for kind in FORMATS:
        out = BytesIO()
        Image.new("RGB", (8, 8)).save(out, kind)
        for wanted in (CHECK, SHOW, THUMB):
            if answer(out.getvalue(), wanted) is None:
                raise RuntimeError(f"this machine cannot decode {kind}")


def main() -> None:
    """Answer until nobody asks any more."""
    warnings.simplefilter("ignore")
    warm_up()
    # opened before the door is shut; `ru_maxrss` would be that of the server who started this
    own_size = Path("/proc/self/statm").open("rb", buffering=0)  # noqa: SIM115 - until the end
    limited.shut_in(MEMORY, SECONDS)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    target.write(READY)
    target.flush()
    while len(head := source.read(HEAD.size)) == HEAD.size:
        wanted, length = HEAD.unpack(head)
        limited.allow(SECONDS)
        found = answer(source.read(length), wanted)
        own_size.seek(0)
        leaves = int(own_size.read(200).split()[1]) * PAGE > GROWN
        said = (PICTURE if found is not None else 0) | (LEAVING if leaves else 0)
        target.write(HEAD.pack(said, len(found or b"")) + (found or b""))
        target.flush()
        if leaves:
            break


if __name__ == "__main__":
    main()
