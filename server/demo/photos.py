"""Drawn evidence photos for the demo: no camera, no face, no real place; each says SIMULASI.

The same plan gives the same bytes with the same Pillow. Fonts come with Pillow itself, so that
no machine needs any.
"""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from server.demo import paper_photos, scenery
from server.demo.dice import Dice
from server.demo.plan import PlannedPhoto

SIZE = (1280, 960)
_QUALITY = 74
_KHAKI = ((176, 148, 104), (168, 140, 96), (184, 158, 116))
_SKIN = ((205, 164, 128), (188, 144, 108), (170, 126, 92))
_SCARVES = ((112, 92, 70), (74, 88, 104), (140, 108, 98))
_SHIRTS = ((92, 120, 150), (150, 96, 88), (100, 132, 104), (190, 184, 170))


def _back_of_head(
    pen: ImageDraw.ImageDraw, dice: Dice, at: tuple[int, int], size: tuple[int, int], sex: str
) -> None:
    (x, top), (head, wide) = at, size
    if sex == "f":  # a head scarf falls over the shoulders
        cloth = dice.pick(_SCARVES)
        pen.ellipse((x - head * 1.1, top, x + head * 1.1, top + head * 2.3), fill=cloth)
        pen.polygon(
            [
                (x - head, top + head),
                (x + head, top + head),
                (x + wide, top + head * 3.6),
                (x - wide, top + head * 3.6),
            ],
            fill=cloth,
        )
    else:
        pen.ellipse((x - head, top, x + head, top + head * 2.2), fill=(44, 36, 32))
        if dice.chance(0.4):  # peci
            pen.rounded_rectangle(
                (x - head, top - 4, x + head, top + head * 0.9), 8, fill=(24, 24, 28)
            )


def _figure(
    pen: ImageDraw.ImageDraw, dice: Dice, feet: tuple[int, int], tall: int, sex: str
) -> None:
    """Draw somebody from behind or far off: no face is ever drawn."""
    x, y = feet
    head = tall // 13
    top = y - tall
    uniform = dice.pick(_KHAKI) if dice.chance(0.6) else dice.pick(_SHIRTS)
    wide = int(tall * 0.13)
    pen.ellipse((x - wide * 1.6, y - 10, x + wide * 1.6, y + 12), fill=(70, 66, 62))
    for side in (-1, 1):
        inner = x + side * 2
        pen.rounded_rectangle(
            (min(inner, x + side * wide), y - tall * 0.48, max(inner, x + side * wide), y),
            radius=8,
            fill=tuple(part * 7 // 10 for part in uniform),
        )
        arm = x + side * int(wide * 1.25)
        pen.rounded_rectangle(
            (arm - wide * 0.32, top + head * 2.6, arm + wide * 0.32, y - tall * 0.44),
            radius=10,
            fill=tuple(part * 9 // 10 for part in uniform),
        )
    pen.rounded_rectangle(
        (x - wide * 1.1, top + head * 2.2, x + wide * 1.1, y - tall * 0.43), radius=22, fill=uniform
    )
    pen.rectangle(
        (x - head * 0.4, top + head * 1.6, x + head * 0.4, top + head * 2.5), dice.pick(_SKIN)
    )
    _back_of_head(pen, dice, (x, top), (head, wide), sex)


def _people(pen: ImageDraw.ImageDraw, dice: Dice, photo: PlannedPhoto) -> None:
    if photo.kind == "scene":
        for at in range(dice.between(3, 5)):
            feet = (160 + at * 230 + dice.below(90), 770 + dice.below(90))
            _figure(pen, dice, feet, 230 + dice.below(60), dice.pick("mf"))
        return
    _figure(pen, dice, (1010 + dice.below(120), 780), 270, dice.pick("mf"))
    _figure(pen, dice, (480 + dice.below(200), 925), 620, photo.sex)


@cache
def _corners() -> Image.Image:
    # drawn small and enlarged: a wide blur at full size takes most of the time of a photo
    mask = Image.new("L", (SIZE[0] // 8, SIZE[1] // 8), 120)
    ImageDraw.Draw(mask).ellipse((-32, -32, mask.width + 32, mask.height + 32), fill=255)
    return mask.filter(ImageFilter.GaussianBlur(15)).resize(SIZE, Image.Resampling.BICUBIC)


def _lens(picture: Image.Image, dice: Dice) -> Image.Image:
    """Add what a cheap camera adds: grain, soft corners."""
    grain = Image.new("L", (160, 120))
    grain.putdata([108 + dice.below(40) for _ in range(160 * 120)])
    grain = grain.resize(SIZE, Image.Resampling.BILINEAR)
    picture = Image.blend(picture, Image.merge("RGB", (grain, grain, grain)), 0.10)
    corners = _corners()
    return Image.composite(picture, Image.new("RGB", SIZE, (18, 20, 24)), corners)


def _stamp(picture: Image.Image, lines: tuple[str, str]) -> None:
    """Write SIMULASI across the picture and a strip with the place below."""
    veil = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    pen = ImageDraw.Draw(veil)
    large = ImageFont.load_default(150)
    width = pen.textlength("SIMULASI", font=large)
    pen.text(((SIZE[0] - width) / 2, 60), "SIMULASI", font=large, fill=(255, 255, 255, 96))
    pen.rectangle((0, SIZE[1] - 64, SIZE[0], SIZE[1]), fill=(10, 20, 28, 200))
    small = ImageFont.load_default(28)
    pen.text((24, SIZE[1] - 48), lines[0], font=small, fill=(255, 255, 255, 255))
    right = SIZE[0] - 24 - pen.textlength(lines[1], font=small)
    pen.text((right, SIZE[1] - 48), lines[1], font=small, fill=(200, 216, 224, 255))
    picture.paste(veil, (0, 0), veil)


def draw_photo(photo: PlannedPhoto) -> bytes:
    """Return the JPEG of a planned photo, 1280 x 960, without EXIF."""
    dice = Dice(f"photo/{photo.label}/{photo.kind}/{photo.place}")
    if photo.kind == "letter":
        picture = paper_photos.draw_letter(dice, SIZE)
    else:
        picture = scenery.draw_place(dice, photo.scene, SIZE)
        _people(ImageDraw.Draw(picture), dice, photo)
    picture = _lens(picture, dice)
    _stamp(picture, (f"SIMULASI · {photo.place}", f"Kota Contoh · {photo.label}"))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
