"""Drawn places of the demo photos: market, mall, coffee stall, square and street."""

from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

from server.demo.dice import Dice

Colour = tuple[int, int, int]
Pen = ImageDraw.ImageDraw

_HORIZON = 560
_CLOTHS: tuple[Colour, ...] = (
    (186, 62, 54),
    (42, 110, 150),
    (226, 168, 52),
    (58, 128, 84),
    (120, 84, 140),
)
_FRUIT: tuple[Colour, ...] = ((214, 72, 48), (236, 178, 60), (98, 150, 62), (224, 120, 44))


def _shade(colour: Colour, share: float) -> Colour:
    red, green, blue = (min(255, int(part * share)) for part in colour)
    return red, green, blue


def _fade(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    """Return a picture that runs from one colour to another."""
    strip = Image.new("RGB", (1, 64))
    for row in range(64):
        mixed = [int(a + (b - a) * row / 63) for a, b in zip(top, bottom, strict=True)]
        strip.putpixel((0, row), (mixed[0], mixed[1], mixed[2]))
    return strip.resize(size, Image.Resampling.BICUBIC)


def _ground(picture: Image.Image, top: Colour, bottom: Colour) -> None:
    width, height = picture.size
    picture.paste(_fade((width, height - _HORIZON), top, bottom), (0, _HORIZON))


def _sign(pen: Pen, box: tuple[int, int, int, int], words: str, colour: Colour) -> None:
    pen.rounded_rectangle(box, radius=8, fill=colour)
    font = ImageFont.load_default((box[3] - box[1]) * 6 // 10)
    width = pen.textlength(words, font=font)
    pen.text(
        ((box[0] + box[2] - width) / 2, box[1] + (box[3] - box[1]) * 0.16),
        words,
        font=font,
        fill=(255, 255, 255),
    )


def _tree(pen: Pen, dice: Dice, x: int, y: int, size: int) -> None:
    pen.rectangle((x - size // 14, y - size, x + size // 14, y), fill=(92, 70, 52))
    for _ in range(9):
        green = _shade((62, 112, 58), 0.75 + dice.below(50) / 100)
        cx, cy = x + int(dice.offset(size * 0.4)), y - size - int(dice.offset(size * 0.3))
        r = size * (28 + dice.below(14)) // 100
        pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=green)


def _market(picture: Image.Image, pen: Pen, dice: Dice) -> None:
    pen.polygon([(0, 90), (1280, 40), (1280, 300), (0, 300)], fill=(122, 116, 108))
    for x in range(-20, 1280, 64):
        pen.line((x, 80, x + 90, 300), fill=(104, 98, 92), width=5)
    pen.rectangle((0, 300, 1280, _HORIZON), fill=(96, 84, 74))
    _ground(picture, (132, 122, 110), (168, 158, 146))
    for stall in range(4):
        left = stall * 330 - 40 + dice.below(30)
        cloth = dice.pick(_CLOTHS)
        pen.rectangle((left + 14, 340, left + 286, 600), fill=_shade((110, 92, 76), 0.8))
        for stripe in range(6):
            x = left + stripe * 50
            colour = cloth if stripe % 2 else (236, 228, 214)
            pen.polygon([(x + 8, 270), (x + 58, 270), (x + 50, 350), (x, 350)], fill=colour)
            pen.pieslice((x, 330, x + 50, 372), 0, 180, fill=colour)
        pen.rectangle((left, 560, left + 300, 690), fill=(134, 100, 66))
        for row in range(3):
            for item in range(11):
                fruit = _shade(_FRUIT[(stall + item // 4) % 4], 0.85 + dice.below(30) / 100)
                x, y = left + 8 + item * 26, 522 + row * 20
                pen.ellipse((x, y, x + 28, y + 26), fill=fruit)
        pen.line((left + 4, 350, left + 4, 700), fill=(70, 60, 54), width=8)


def _mall(picture: Image.Image, pen: Pen, dice: Dice) -> None:
    _ground(picture, (196, 198, 202), (226, 226, 228))
    for x in range(0, 1400, 120):
        pen.line((x, _HORIZON, x * 2 - 640, 960), fill=(180, 182, 188), width=3)
    pen.rectangle((0, 130, 1280, _HORIZON + 40), fill=(226, 224, 218))
    pen.rectangle((0, 100, 1280, 190), fill=(178, 70, 60) if dice.chance(0.5) else (36, 96, 128))
    _sign(pen, (24, 118, 296, 174), "PUSAT BELANJA", (24, 40, 52))
    for window in range(5):
        left = 24 + window * 252
        pen.rectangle((left, 220, left + 228, 590), fill=(150, 190, 204))
        pen.polygon(
            [(left, 590), (left + 90, 220), (left + 150, 220), (left + 60, 590)],
            fill=(172, 208, 218),
        )
        for shelf in range(3):
            y = 330 + shelf * 86
            pen.rectangle((left + 12, y, left + 216, y + 6), fill=(90, 96, 104))
            for item in range(8):
                tall = 24 + dice.below(34)
                x = left + 16 + item * 25
                goods = _shade(dice.pick(_CLOTHS), 0.8 + dice.below(40) / 100)
                pen.rectangle((x, y - tall, x + 20, y), fill=goods)
        pen.rectangle((left - 6, 214, left, 600), fill=(96, 104, 112))


def _cafe(picture: Image.Image, pen: Pen, dice: Dice) -> None:
    pen.rectangle((0, 0, 1280, _HORIZON), fill=(146, 112, 80))
    for plank in range(0, 1280, 54):
        pen.line((plank, 0, plank, _HORIZON), fill=(122, 92, 64), width=4)
    _ground(picture, (126, 112, 100), (158, 146, 134))
    _sign(pen, (24, 60, 290, 130), "KOPI", _shade(dice.pick(_CLOTHS), 0.8))
    pen.rectangle((640, 150, 1220, 430), fill=(84, 62, 46))
    for shelf in range(3):
        y = 230 + shelf * 88
        pen.rectangle((650, y, 1210, y + 10), fill=(172, 136, 96))
        for item in range(13):
            glass = _shade(dice.pick(_FRUIT), 0.7 + dice.below(40) / 100)
            x = 662 + item * 42
            pen.rounded_rectangle((x, y - 50, x + 26, y), radius=6, fill=glass)
    for lamp in (320, 760, 1100):
        pen.line((lamp, 0, lamp, 60), fill=(40, 34, 30), width=4)
        pen.ellipse((lamp - 26, 56, lamp + 26, 108), fill=(255, 226, 160))
    for table in range(3):
        x = 90 + table * 420 + dice.below(50)
        pen.rectangle((x + 40, 660, x + 60, 800), fill=(70, 52, 40))
        pen.rectangle((x + 240, 660, x + 260, 800), fill=(70, 52, 40))
        pen.rounded_rectangle((x, 626, x + 300, 668), radius=10, fill=(186, 146, 102))
        for cup in range(3):
            cx = x + 40 + cup * 86
            pen.rounded_rectangle((cx, 590, cx + 34, 630), radius=8, fill=(240, 236, 228))
            pen.ellipse((cx + 2, 584, cx + 32, 600), fill=(66, 42, 30))


def _square(picture: Image.Image, pen: Pen, dice: Dice) -> None:
    pen.rectangle((0, 380, 1280, _HORIZON), fill=(208, 200, 184))
    for house in range(6):
        left = house * 220 - 10
        roof = 300 + dice.below(50)
        pen.polygon([(left, 400), (left + 105, roof), (left + 210, 400)], fill=(156, 84, 62))
        for window in range(3):
            x = left + 26 + window * 62
            pen.rectangle((x, 430, x + 34, 500), fill=(92, 112, 124))
    _ground(picture, (116, 150, 84), (146, 172, 104))
    pen.polygon([(500, _HORIZON), (780, _HORIZON), (1180, 960), (100, 960)], fill=(204, 194, 178))
    pen.ellipse((470, 560, 810, 660), fill=(186, 186, 186))
    pen.ellipse((500, 572, 780, 640), fill=(132, 182, 202))
    pen.polygon([(626, 600), (654, 600), (646, 420), (634, 420)], fill=(216, 212, 204))
    for x in (60, 250, 1040, 1220):
        _tree(pen, dice, x + dice.below(40), 640 + dice.below(40), 210)
    for bench in (180, 960):
        pen.rectangle((bench, 720, bench + 190, 740), fill=(120, 84, 56))
        pen.rectangle((bench + 14, 740, bench + 28, 790), fill=(60, 56, 54))
        pen.rectangle((bench + 162, 740, bench + 176, 790), fill=(60, 56, 54))


def _street(picture: Image.Image, pen: Pen, dice: Dice) -> None:
    for house in range(5):
        left = house * 262 - 20
        wall = _shade((214, 204, 186), 0.8 + dice.below(30) / 100)
        pen.rectangle((left, 250 + dice.below(60), left + 250, _HORIZON + 30), fill=wall)
        pen.rectangle((left + 30, 440, left + 210, 590), fill=_shade(dice.pick(_CLOTHS), 0.7))
        _sign(
            pen,
            (left + 20, 380, left + 220, 430),
            dice.pick(("TOKO", "WARUNG", "LOKET")),
            (48, 66, 80),
        )
    _ground(picture, (110, 110, 114), (136, 136, 140))
    for dash in range(0, 1280, 170):
        pen.rectangle((dash, 838, dash + 90, 850), fill=(226, 222, 206))
    for bike in (220, 620, 1040):
        x = bike + dice.below(60)
        for wheel in (x, x + 130):
            pen.ellipse((wheel, 640, wheel + 72, 712), outline=(30, 30, 34), width=10)
        pen.rounded_rectangle((x + 30, 596, x + 176, 660), 18, fill=_shade(dice.pick(_CLOTHS), 0.9))


_SCENES: dict[str, Callable[[Image.Image, Pen, Dice], None]] = {
    "market": _market,
    "mall": _mall,
    "cafe": _cafe,
    "square": _square,
    "street": _street,
}


def draw_place(dice: Dice, scene: str, size: tuple[int, int]) -> Image.Image:
    """Return the empty place; KeyError for a scene that nobody can draw."""
    draw = _SCENES[scene]
    picture = _fade(size, (132, 182, 214), (226, 234, 232))
    draw(picture, ImageDraw.Draw(picture), dice)
    return picture
