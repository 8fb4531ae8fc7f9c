"""Names for synthetic people, put together from parts; no real roster was read.

The shares are those of a real city roster: 27 % have a one-word name and 17 % share their exact
full name with a colleague. Names are upper case without titles, as SIASN stores them.
"""

from collections.abc import Callable, Sequence

from server.demo.dice import Dice

ONE_WORD = 0.27
SHARED = 0.17
# one-word names meet more often than long ones
_ONE_WORD_AMONG_SHARED = 0.55


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_STEMS = _words(
    "SU HARI SULIS KUS MUR WAR SAR SUM SUR SUK SUPRI WIDI PRI JAR SLAME NGA TRI DWI BAMBA SUDAR"
    " SUTRI SUHAR SUMAR SUWAR PURWA PUJI RIYA MARI TUKI PONI WAGI LEGI GIMA SENI MISNA UTA"
)
_MALE_ENDS = _words(
    "YONO YANTO TONO GIANTO NARTO NARNO PRIYONO DIYONO SETYO DARMAJI RYADI WANTO JIANTO TRISNO"
    " WIYONO NOTO JITO MAN RONO MADI DI ADI HADI RIANTO RIJANTO SONO"
)
_FEMALE_ENDS = _words(
    "YATI WATI NINGSIH YANI TINI LASTRI TIYAH NARTI RIYATI MINAH NINGTYAS HARTINI HANDAYANI"
    " NAH RAHAYU LISTYOWATI NI ASIH NINGRUM TIANI ANTI RINI MIATI"
)
_MALE_SINGLE = _words(
    "SATTAR BUHARI MISNAWI MATRAWI SUNARWI HASYIM MARSUKI ABDULLAH SAMSUL FATHORRAHMAN JUMADI"
    " ASMARI HOLILI SAHRONI MISTARI MASDUKI SYAIFUL NURHASAN ROFIQI SUBAIRI TOYYIB HAFIDZ"
)
_FEMALE_SINGLE = _words(
    "HALIMAH MARYAM SUMIATI HOSNIYAH MASRUROH ROHANA SITTIYAH NURHAYATI AISYAH ZULAIKHA"
    " MUNAWAROH HAMIDAH RUKMINI FATMAWATI HASANAH MAIMUNAH SUSIATI JAMILAH KHOTIJAH UMIYATI"
)
_MALE_FIRST = _words(
    "AGUS BUDI EKO DWI TRI HENDRA ANDIK YUDI JOKO BAYU DEDI WAHYU RUDI ARIF IMAM SLAMET DIDIK"
    " HERI SIGIT TEGUH BAMBANG RIZKY FAJAR DIMAS GALIH ILHAM HASAN FARID TAUFIK ZAINAL SYAMSUL"
    " SAIFUL NURUL FATHUR KHAIRUL LUKMAN MISBAHUL HAIRUL SUBHAN ANWAR"
)
_MALE_LAST = _words(
    "SANTOSO PRASETYO WIBOWO NUGROHO SETIAWAN HIDAYAT KURNIAWAN PURNOMO SAPUTRA WICAKSONO HARTONO"
    " ARIFIN BASRI HAKIM ROHMAN RACHMAN MUTTAQIN MUSTOFA HARYANTO WIJAYA ANSORI EFENDI FIRMANSYAH"
    " SUGIANTO UTOMO CAHYONO PRAYITNO SUSANTO YULIANTO FAUZI HUDA ULUM HAMZAH RIDHO SUBEKTI HALIM"
)
_FEMALE_FIRST = _words(
    "SRI ENDANG SITI DEWI RINA YUNI ANIK LILIK NUR NOER ENI RATNA INDAH FITRI DIAN WIWIK TITIK"
    " NANIK TUTIK ULFA NURUL LAILATUL KHUSNUL UMI ROHMATUL IKA DESI PUTRI MAYA RETNO EKA DYAH"
    " FARIDA ELOK HIKMATUL SOFIATUL MAR'ATUS HOLIFATUL"
)
_FEMALE_LAST = _words(
    "RAHAYU WAHYUNI LESTARI HANDAYANI NINGSIH WULANDARI PUSPITASARI KUSUMAWATI ASTUTI HIDAYATI"
    " AGUSTINA MAHARANI PRATIWI SUSANTI INDRAWATI KHASANAH FITRIYAH SHOLIHAH MUFIDAH KHOTIMAH"
    " JANNAH AMALIA ANGGRAINI PERMATASARI MASLUHAH QOMARIYAH FAIZAH RAHMAWATI YULIATI ERNAWATI"
)
_PROPHET = (("MOH.", 5), ("MUHAMMAD", 4), ("MOCHAMAD", 3), ("M.", 3), ("MOHAMMAD", 2), ("MUH.", 1))
_AHMAD = (("ACHMAD", 4), ("AHMAD", 4), ("AKHMAD", 2))
_ABDUL = (("ABD.", 3), ("ABDUL", 4))
_DIVINE = _words("RAHMAN GHAFUR HAMID AZIZ KARIM WAHID MALIK QODIR MUIS HALIM JALIL ROZAK")
_NUR = (("NUR", 5), ("NOOR", 2), ("NOER", 1))
_SITI = (("SITI", 7), ("ST.", 2))


def _one_word(dice: Dice, sex: str) -> str:
    singles = _MALE_SINGLE if sex == "m" else _FEMALE_SINGLE
    if dice.chance(0.12):
        return dice.pick(singles)
    return dice.pick(_STEMS) + dice.pick(_MALE_ENDS if sex == "m" else _FEMALE_ENDS)


def _long_male(dice: Dice) -> str:
    form = dice.below(10)
    first, last = dice.pick(_MALE_FIRST), dice.pick(_MALE_LAST)
    if form < 2:
        return f"{dice.weighted(_PROPHET)} {first} {last}"
    if form == 2:
        return f"{dice.weighted(_PROPHET)} {last}"
    if form == 3:
        return f"{dice.weighted(_AHMAD)} {dice.pick((first, last))}"
    if form == 4:
        return f"{dice.weighted(_ABDUL)} {dice.pick(_DIVINE)} {last}"
    if form == 5:
        return f"{dice.weighted(_NUR)} {last}"
    return f"{first} {last}"


def _long_female(dice: Dice) -> str:
    form = dice.below(10)
    first, last = dice.pick(_FEMALE_FIRST), dice.pick(_FEMALE_LAST)
    if form < 2:
        return f"{dice.weighted(_SITI)} {dice.weighted(_NUR)} {last}"
    if form == 2:
        return f"{dice.weighted(_SITI)} {last}"
    if form == 3:
        return f"{first} {dice.pick(_FEMALE_FIRST)} {last}"
    return f"{first} {last}"


def _long(dice: Dice, sex: str) -> str:
    return _long_male(dice) if sex == "m" else _long_female(dice)


def _fresh(draw: Callable[[Dice, str], str], dice: Dice, sex: str, taken: set[str]) -> str:
    while True:
        words = draw(dice, sex).split()
        name = " ".join(word for at, word in enumerate(words) if word not in words[:at])
        if name in taken or (draw is _long and len(words) == 1):
            continue
        taken.add(name)
        return name


def make_names(dice: Dice, sex: str, count: int) -> list[str]:
    """Return `count` names of one sex (`m` or `f`), mixed, with the shares told above."""
    taken: set[str] = set()
    names: list[str] = []
    one_word_left = round(count * ONE_WORD)
    shared = round(count * SHARED)
    while len(names) < shared - 1:
        size = min(dice.weighted(((2, 14), (3, 4), (4, 1))), shared - len(names))
        short = dice.chance(_ONE_WORD_AMONG_SHARED) and one_word_left >= size
        name = _fresh(_one_word if short else _long, dice, sex, taken)
        names += [name] * size
        one_word_left -= size if short else 0
    while len(names) < count:
        short = one_word_left > 0
        names.append(_fresh(_one_word if short else _long, dice, sex, taken))
        one_word_left -= 1 if short else 0
    return dice.shuffled(names)


def full_name(name: str, front: str | None, back: str | None) -> str:
    """Return a name with its titles as letters print it: `dr. NAMA, M.Si.`."""
    return f"{front + ' ' if front else ''}{name}{', ' + back if back else ''}"


def name_shares(names: Sequence[str]) -> tuple[float, float]:
    """Return the share of one-word names and of names that somebody else has too."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    one_word = sum(1 for name in names if " " not in name)
    return one_word / len(names), sum(n for n in seen.values() if n > 1) / len(names)
