"""Bad pictures by hand: what a broken phone, a careless tool or somebody hostile could send."""

import random
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

SEED = 20261122
PNG = b"\x89PNG\r\n\x1a\n"


def good(kind: str = "JPEG", **how: object) -> bytes:
    """Return a sound picture of 64 x 48 pixels."""
    out = BytesIO()
    dice = random.Random(SEED)  # noqa: S311 - a picture
    Image.frombytes("RGB", (8, 6), dice.randbytes(144)).resize((64, 48)).save(out, kind, **how)
    return out.getvalue()


def chunk(name: bytes, data: bytes, *, crc: int | None = None) -> bytes:
    """Return one chunk of a PNG."""
    sum_ = zlib.crc32(name + data) if crc is None else crc
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", sum_)


def png(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 2) -> bytes:
    """Return a PNG that says it has this size, with whatever chunks."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


def pixels(count: int) -> bytes:
    """Return a data chunk of so many zero bytes, small on the wire."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(1 << 16)) for _ in range(count >> 16)) + packer.flush()
    return chunk(b"IDAT", data)


def jpeg_segment(mark: int, data: bytes, *, length: int | None = None) -> bytes:
    """Return one segment of a JPEG, its length as told."""
    told = len(data) + 2 if length is None else length
    return struct.pack(">BBH", 0xFF, mark, told) + data


def jpeg_with(*segments: bytes, width: int | None = None, height: int | None = None) -> bytes:
    """Return the good JPEG with segments after its start, and with another size in its head."""
    data = bytearray(good())
    at = data.index(b"\xff\xc0")
    if height is not None:
        data[at + 5 : at + 7] = struct.pack(">H", height)
    if width is not None:
        data[at + 7 : at + 9] = struct.pack(">H", width)
    return bytes(data[:2]) + b"".join(segments) + bytes(data[2:])


def riff(*chunks: tuple[bytes, bytes], size: int | None = None) -> bytes:
    """Return a WebP container."""
    inner = b"WEBP" + b"".join(n + struct.pack("<I", len(d)) + d for n, d in chunks)
    return b"RIFF" + struct.pack("<I", len(inner) if size is None else size) + inner


def _no_pictures() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b""
    yield "one byte", b"\xff"
    yield "zeros", bytes(5000)
    yield "text", b"ini bukan foto " * 50
    yield "html", b"<!doctype html><script>alert(1)</script>"
    yield "svg", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1/"/></svg>'
    yield "postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n"
    yield "pdf", b"%PDF-1.7\n1 0 obj<<>>endobj"
    yield "zip", b"PK\x03\x04" + bytes(100)
    yield "gzip", zlib.compress(bytes(100000))
    yield "elf", b"\x7fELF" + bytes(200)
    yield "tiff", b"II*\x00\x08\x00\x00\x00" + bytes(60)
    yield "psd", b"8BPS\x00\x01" + bytes(60)
    yield "xbm", b"#define im_width 9\n#define im_height 9\nstatic char im_bits[] = {0x00};"
    for kind in ("GIF", "BMP", "TIFF", "PPM", "ICO", "TGA"):
        yield f"a sound {kind.lower()}", good(kind)
    yield "gif of 65535 squared", b"GIF89a\xff\xff\xff\xff\xf0\x00\x00" + bytes(60)
    yield "bmp that says 2 GB", b"BM" + struct.pack("<IIIIiiHH", 99, 0, 54, 40, 30000, 30000, 1, 24)
    for kind in ("JPEG", "PNG", "WEBP"):
        data = good(kind)
        yield f"only the magic of {kind}", data[:12]
        yield f"{kind} with its magic gone", b"\0\0\0\0" + data[4:]


def _pngs() -> Iterator[tuple[str, bytes]]:
    line = chunk(b"IDAT", zlib.compress(bytes(13)))
    yield "png of 60000 squared", png(60000, 60000, line)
    yield "png of 2^31", png(2**31 - 1, 2**31 - 1, line)
    yield "png without width", png(0, 4, line)
    yield "png of 7000 squared, 16 bit, no data", png(7000, 7000, line, depth=16, colour=6)
    yield "png of 7200 x 7000, all zero", png(7200, 7000, pixels(1 << 20), colour=2)
    yield "png without data", png(4, 4)
    yield "png with a broken stream", png(4, 4, chunk(b"IDAT", b"x\x9c" + b"\xff" * 40))
    yield "png that unpacks to more than it has", png(4, 1, pixels(1 << 22))
    yield "png with a wrong sum", png(4, 1, chunk(b"IDAT", zlib.compress(bytes(13)), crc=1))
    yield "png with a long chunk length", PNG + struct.pack(">I", 2**31 - 1) + b"IHDR" + bytes(13)
    yield "png with depth 3", png(4, 1, line, depth=3)
    yield "png with colour 9", png(4, 1, line, colour=9)
    yield "png with palette and none there", png(4, 1, line, colour=3)
    bomb = zlib.compress(bytes(1 << 24), 9)
    for name in (b"zTXt", b"iCCP"):
        yield f"png with a bomb in {name.decode()}", png(4, 1, chunk(name, b"x\0\0" + bomb), line)
    text = b"x\0\1\0\0\0" + bomb
    yield "png with a bomb in iTXt", png(4, 1, chunk(b"iTXt", text), line)
    many = chunk(b"tEXt", b"x\0y") * 20000
    yield "png with 20,000 texts", png(4, 1, many, line)
    frames = chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    yield "png with 2^31 frames", png(4, 1, frames, line)
    control = struct.pack(">IIIIIHHBB", 0, 9999, 9999, 9999, 9999, 0, 0, 9, 9)
    yield "png with a frame outside", png(4, 1, frames, chunk(b"fcTL", control), line)


def _jpegs() -> Iterator[tuple[str, bytes]]:
    data = good()
    yield "jpeg of 65500 squared", jpeg_with(width=65500, height=65500)
    yield "jpeg without height", jpeg_with(height=0)
    yield "jpeg without width", jpeg_with(width=0)
    yield "jpeg of 7000 squared with a few bytes", jpeg_with(width=7000, height=7000)
    yield "jpeg with a segment beyond its end", jpeg_with(jpeg_segment(0xE1, b"Exif", length=65535))
    yield "jpeg with a segment of length 0", jpeg_with(jpeg_segment(0xE1, b"", length=0))
    yield "jpeg with 500 comments", jpeg_with(*[jpeg_segment(0xFE, bytes(1000))] * 500)
    circle = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 1) + bytes(12) + struct.pack("<I", 8)
    yield "jpeg whose exif points to itself", jpeg_with(jpeg_segment(0xE1, circle))
    entry = struct.pack("<HHII", 0x0112, 4, 2**31 - 1, 2**31)
    far = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 9999) + entry
    yield "jpeg whose exif is far away", jpeg_with(jpeg_segment(0xE1, far))
    profile = b"ICC_PROFILE\0\xff\xff" + bytes(50)
    yield "jpeg with part 255 of a profile", jpeg_with(jpeg_segment(0xE2, profile))
    mpf = b"MPF\0II*\0\x08\0\0\0" + struct.pack("<H", 60000)
    yield "jpeg with a false mpf", jpeg_with(jpeg_segment(0xE2, mpf))
    adobe = b"Adobe\0\x64" + bytes(4) + b"\x09"
    yield "jpeg with a false adobe mark", jpeg_with(jpeg_segment(0xEE, adobe))
    yield "jpeg without tables", data.replace(b"\xff\xc4", b"\xff\xfe")
    yield "jpeg with only restarts", data[:200] + b"\xff\xd0" * 5000
    scans = good(progressive=True)
    start = scans.index(b"\xff\xda")
    yield "jpeg with 2,000 scans", scans[:-2] + scans[start:-2] * 2000
    yield "two jpegs", data + data
    yield "jpeg with a tail", data + bytes(100000)


def _webps() -> Iterator[tuple[str, bytes]]:
    data = good("WEBP")
    body = data[20:]
    yield "webp with a false size", data[:4] + b"\xff\xff\xff\xff" + data[8:]
    yield "webp that is empty", riff()
    yield "webp with an empty frame", riff((b"VP8 ", b""))
    yield "webp lossless rubbish", riff((b"VP8L", b"\x2f\xff\xff\xff\xff" + bytes(40)))
    wide = b"\x10\0\0\0" + b"\xff\xff\xff" * 2
    yield "webp of 2^24 squared", riff((b"VP8X", wide), (b"VP8 ", body))
    still = (b"VP8X", b"\x02\0\0\0\x3f\0\0\x2f\0\0")
    frames = [(b"ANMF", bytes(16) + b"VP8 " + struct.pack("<I", len(body)) + body)] * 500
    yield "webp with 500 frames", riff(still, (b"ANIM", bytes(6)), *frames)
    yield "webp with a false exif", riff(still, (b"VP8 ", body), (b"EXIF", b"\xff" * 200))


def _hurt() -> Iterator[tuple[str, bytes]]:
    """Sound pictures cut short, and with bytes changed by chance."""
    dice = random.Random(SEED)  # noqa: S311 - the same ones in every run
    for kind in ("JPEG", "PNG", "WEBP"):
        data = good(kind)
        for share in (0.2, 0.5, 0.8, 0.95):
            yield f"{kind} cut at {share:.0%}", data[: int(len(data) * share)]
        for number in range(20):
            changed = bytearray(data)
            for _ in range(1 + number // 4):
                changed[dice.randrange(12, len(changed))] = dice.randrange(256)
            yield f"{kind} with changed bytes {number}", bytes(changed)


def all_of_them() -> dict[str, bytes]:
    """Return every bad picture by what it is."""
    return dict([*_no_pictures(), *_pngs(), *_jpegs(), *_webps(), *_hurt()])


def rare_but_sound() -> dict[str, bytes]:
    """Return sound pictures as cameras, scanners and other tools make them."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    base = Image.open(BytesIO(good()))
    modes = {"JPEG": ("L", "CMYK"), "PNG": ("1", "L", "LA", "P", "RGBA", "I;16"), "WEBP": ("RGBA",)}
    found = {}
    for kind, names in modes.items():
        for mode in names:
            out = BytesIO()
            (base.convert("I") if mode == "I;16" else base).convert(mode).save(out, kind)
            found[f"{kind} {mode}"] = out.getvalue()
        found[f"{kind} with a position"] = good(kind, exif=exif)
        found[f"{kind} with a profile"] = good(kind, icc_profile=bytes(500))
    found["JPEG of two"] = good("MPO", save_all=True, append_images=[base.copy()])
    found["JPEG in scans"] = good(progressive=True)
    found["WEBP that moves"] = good("WEBP", save_all=True, append_images=[base.copy()])
    return found


def no_pictures() -> set[str]:
    """Return the names of those that are no picture of ours, whatever a decoder makes of the rest."""
    return {name for name, _ in _no_pictures()}
