"""A drawn duty letter on a table, as an officer would photograph it."""

from PIL import Image, ImageDraw, ImageFont

from server.demo.dice import Dice

_PAPER = (760, 900)
_INK = (48, 50, 56)


def _kop(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(60, 50), (120, 50), (120, 100), (90, 124), (60, 100)], fill=(90, 110, 96))
    for row, (words, size) in enumerate((("PEMERINTAH KOTA CONTOH", 30), ("SIMULASI", 24))):
        font = ImageFont.load_default(size)
        width = pen.textlength(words, font=font)
        pen.text((430 - width / 2, 50 + row * 40), words, font=font, fill=_INK)
    pen.rectangle((50, 140, 710, 144), fill=_INK)
    pen.rectangle((50, 148, 710, 149), fill=_INK)


def _lines(pen: ImageDraw.ImageDraw, dice: Dice) -> None:
    """Draw writing that cannot be read: the facts of the letter are in the finding."""
    title = ImageFont.load_default(34)
    width = pen.textlength("SURAT TUGAS", font=title)
    pen.text((380 - width / 2, 176), "SURAT TUGAS", font=title, fill=_INK)
    y = 260
    for paragraph in range(4):
        for line in range(dice.between(2, 4)):
            x, end = 70 + (40 if line == 0 else 0), 690 - dice.below(40)
            while x < end:
                word = dice.between(24, 86)
                pen.rounded_rectangle((x, y, min(x + word, end), y + 9), 3, fill=(96, 98, 104))
                x += word + 12
            y += 27
        y += 20 if paragraph else 30
    pen.line((460, 770, 500, 730, 520, 790, 570, 740, 640, 776), fill=(40, 60, 140), width=4)
    pen.rounded_rectangle((450, 812, 680, 822), 3, fill=_INK)
    pen.ellipse((400, 690, 540, 830), outline=(110, 70, 140), width=6)
    pen.ellipse((418, 708, 522, 812), outline=(110, 70, 140), width=3)


def draw_letter(dice: Dice, size: tuple[int, int]) -> Image.Image:
    """Return the page, a little askew on a wooden table."""
    table = Image.new("RGB", size, (140, 104, 74))
    pen = ImageDraw.Draw(table)
    for board in range(0, size[1], 96):
        shade = dice.between(-10, 10)
        pen.rectangle((0, board, size[0], board + 92), fill=(140 + shade, 104 + shade, 74 + shade))
        for _ in range(5):
            y = board + dice.below(92)
            pen.line((0, y, size[0], y + dice.between(-6, 6)), fill=(126, 92, 64), width=1)
    page = Image.new("RGBA", _PAPER, (246, 245, 240, 255))
    sheet = ImageDraw.Draw(page)
    _kop(sheet)
    _lines(sheet, dice)
    angle = dice.offset(5)
    shadow = Image.new("RGBA", _PAPER, (20, 16, 12, 110)).rotate(angle, expand=True)
    page = page.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    left, top = (size[0] - page.width) // 2, (size[1] - page.height) // 2
    table.paste(shadow, (left + 14, top + 16), shadow)
    table.paste(page, (left, top), page)
    return table
