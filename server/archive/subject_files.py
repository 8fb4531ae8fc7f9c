"""The files that a person gets with their data: pictures and papers that are about them alone."""

import zipfile
from collections.abc import Sequence

from sqlalchemy import func, select

from server.core.blobs import BlobStore
from server.core.db import db
from server.findings.models import Finding, FindingPhoto, LateLetter
from server.findings.service.uploads import shown
from server.summons.models import Letter, LetterLine
from server.summons.queries import newest_copy

OWN_PHOTOS = frozenset({"person", "letter", "signature"})


def alone(row: Letter) -> bool:
    """Whether a letter names one person only."""
    count = select(func.count()).select_from(LetterLine).where(LetterLine.letter_id == row.id)
    return db.session.scalar(count) == 1


def photos(file: zipfile.ZipFile, findings: Sequence[Finding], store: BlobStore) -> int:
    """Write the photos of the person, without EXIF, and return how many."""
    ids = [one.id for one in findings]
    query = select(FindingPhoto).where(
        FindingPhoto.finding_id.in_(ids),
        FindingPhoto.state == "stored",
        FindingPhoto.kind.in_(OWN_PHOTOS),
    )
    found = db.session.scalars(query).all()
    for photo in found:
        file.writestr(f"foto/{photo.kind}-{photo.id}.jpg", shown(store, photo.sha256, thumb=False))
    return len(found)


def answers(file: zipfile.ZipFile, findings: Sequence[Finding], store: BlobStore) -> int:
    """Write the scans that came after a finding: each is about its person alone."""
    query = select(LateLetter.file_sha256, LateLetter.file_mime).where(
        LateLetter.finding_id.in_([one.id for one in findings]), LateLetter.file_sha256.is_not(None)
    )
    found = {str(sha256): str(mime) for sha256, mime in db.session.execute(query)}
    for sha256, mime in found.items():
        kind = mime.rpartition("/")[2].replace("jpeg", "jpg")
        file.writestr(f"surat/susulan-{sha256}.{kind}", store.get(sha256))
    return len(found)


def letters(file: zipfile.ZipFile, letters: Sequence[Letter], store: BlobStore) -> int:
    """Write the letters that name nobody else, and return how many."""
    own = [one for one in letters if one.pdf_sha256 is not None and alone(one)]
    for letter in own:
        copy = newest_copy(letter.id)
        paper = copy.sha256 if copy is not None else letter.pdf_sha256 or ""
        file.writestr(f"surat/{letter.id}.pdf", store.get(paper))
    return len(own)
