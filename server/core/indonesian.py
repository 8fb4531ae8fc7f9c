"""What marshmallow says of a field that is wrong, in the language of the screens.

Its own sentences are class attributes, read when a field or a rule is made: they are replaced here once,
before the first shape is (`core.shapes` imports this). A sentence of a field's own goes before them.
"""

from typing import Any, Final

import marshmallow as ma

_DATE: Final = "Tanggal tidak terbaca."
_TIME: Final = "Waktu tidak terbaca."
_CHOICE: Final = "Pilih salah satu: {choices}."
FIELDS: Final[dict[type[ma.fields.Field[Any]], dict[str, str]]] = {
    ma.fields.Field: {
        "required": "Wajib diisi.",
        "null": "Tidak boleh kosong.",
        "validator_failed": "Isian ini tidak sesuai.",
    },
    ma.fields.Boolean: {"invalid": "Isi ya atau tidak."},
    ma.fields.Number: {"invalid": "Isi dengan angka.", "too_large": "Angka terlalu besar."},
    ma.fields.Integer: {"invalid": "Isi dengan bilangan bulat."},
    ma.fields.Float: {"special": "Isi dengan angka biasa."},
    ma.fields.Decimal: {"special": "Isi dengan angka biasa."},
    ma.fields.String: {"invalid": "Isi dengan teks.", "invalid_utf8": "Teks tidak terbaca."},
    ma.fields.UUID: {"invalid_uuid": "Tanda pengenal tidak dikenal."},
    ma.fields.Date: {"invalid": _DATE, "invalid_awareness": _DATE, "format": _DATE},
    ma.fields.DateTime: {"invalid": _TIME, "invalid_awareness": _TIME, "format": _TIME},
    ma.fields.Time: {"invalid": _TIME, "invalid_awareness": _TIME, "format": _TIME},
    ma.fields.TimeDelta: {"invalid": _TIME, "format": _TIME},
    ma.fields.List: {"invalid": "Isi dengan daftar."},
    ma.fields.Tuple: {"invalid": "Isi dengan daftar."},
    ma.fields.Mapping: {"invalid": "Susunan isian tidak sesuai."},
    ma.fields.Nested: {"type": "Susunan isian tidak sesuai."},
    ma.fields.Enum: {"unknown": _CHOICE},
    ma.fields.Email: {"invalid": "Alamat surel tidak sesuai."},
    ma.fields.Url: {"invalid": "Alamat laman tidak sesuai."},
}
RULES: Final[dict[type[ma.validate.Validator], dict[str, str]]] = {
    ma.validate.Length: {
        "message_min": "Isi paling sedikit {min} karakter atau butir.",
        "message_max": "Isi paling banyak {max} karakter atau butir.",
        "message_all": "Isi antara {min} dan {max} karakter atau butir.",
        "message_equal": "Isi tepat {equal} karakter atau butir.",
    },
    ma.validate.Range: {
        "message_min": "Isi angka {min_op} {{min}}.",
        "message_max": "Isi angka {max_op} {{max}}.",
        "message_all": "Isi angka {min_op} {{min}} dan {max_op} {{max}}.",
        "message_gte": "paling kecil",
        "message_gt": "lebih dari",
        "message_lte": "paling besar",
        "message_lt": "kurang dari",
    },
    ma.validate.OneOf: {"default_message": _CHOICE},
    ma.validate.NoneOf: {"default_message": "Isian ini tidak sesuai."},
    ma.validate.ContainsOnly: {"default_message": "Ada pilihan yang tidak dikenal."},
    ma.validate.ContainsNoneOf: {"default_message": "Ada pilihan yang tidak boleh."},
    ma.validate.Equal: {"default_message": "Isian ini tidak sesuai."},
    ma.validate.Predicate: {"default_message": "Isian ini tidak sesuai."},
    ma.validate.Regexp: {"default_message": "Bentuk isian ini tidak sesuai."},
    ma.validate.Email: {"default_message": "Alamat surel tidak sesuai."},
    ma.validate.URL: {"default_message": "Alamat laman tidak sesuai."},
}
SHAPES: Final = {
    "type": "Susunan isian tidak sesuai.",
    "unknown": "Isian ini tidak dikenal.",
}


def speak() -> None:
    """Replace the sentences of fields and rules."""
    for kind, sentences in FIELDS.items():
        kind.default_error_messages = {
            **kind.__dict__.get("default_error_messages", {}),
            **sentences,
        }
    for rule, words in RULES.items():
        for name, sentence in words.items():
            setattr(rule, name, sentence)


speak()
