"""Wire forms of the office's DOCX templates."""

import marshmallow as ma

from server.core.fields import listed
from server.core.shapes import In, Out, Text


class TemplateNameIn(In):
    """What the uploaded file was called, for the list of versions."""

    file = Text(200, load_default="")


class TemplateVersionIn(In):
    """Which version; 0 is the built-in one, without it the one that counts."""

    version = ma.fields.Integer(load_default=None, validate=ma.validate.Range(0, 2**31 - 1))


class TemplateVersionOut(Out):
    """One version; `built_in`: the office went back to the template that came with the house."""

    version = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    built_in = ma.fields.Boolean(required=True)
    made_at = ma.fields.String(required=True)
    made_by_name = ma.fields.String(required=True)


class TemplateOut(Out):
    """What a kind of letter (A, B, plain) is printed from; `omitted` fields stand nowhere in it."""

    kind = ma.fields.String(required=True)
    own = ma.fields.Boolean(required=True)
    omitted = ma.fields.List(ma.fields.String(), required=True)
    versions = ma.fields.List(ma.fields.Nested(TemplateVersionOut), required=True)


TemplateListOut = listed(TemplateOut)
