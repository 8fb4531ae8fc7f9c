"""Loading the demo city: everything in one transaction, so that a city is there whole or not at all."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from server.accounts.models import User
from server.core import app_state, clock
from server.core.blobs import BlobStore
from server.core.db import db, transaction
from server.core.state import DemoRefused, state
from server.demo.brought import as_before, bring, read_file
from server.demo.citizens import tip_events
from server.demo.city import build_city
from server.demo.hard_cases import open_operation
from server.demo.masters import add_users, load_people
from server.demo.morning import published_morning
from server.demo.office import write_office
from server.demo.photos import draw_photo
from server.demo.plan import PlannedOperation, PlannedPhoto
from server.demo.records import City
from server.demo.replay import KeptPhoto, Sidak, permit_events, play
from server.demo.samples import write_samples
from server.demo.working_days import at, demo_today
from server.findings.service.uploads import is_picture
from server.people import queries as people
from server.people.service import Brought

Say = Callable[[str], None]


def load(say: Say, now: datetime) -> None:
    """Fill an empty database with Kota Contoh as it would look at `now` (aware).

    Tells each step in a line. Raises DemoRefused where real records are.
    """
    _refuse_real_records()
    db.session.rollback()  # no transaction stays open while photos are drawn
    city = build_city(demo_today(now))
    plans = (published_morning(city), open_operation(city, now))
    photos = _keep_photos(app_state.blobs(), [one for plan in plans for one in _photos_of(plan)])
    say(f"Foto simulasi digambar: {len(photos)}")
    file = read_file(city)
    with transaction():
        _refuse_real_records()
        _fill(city, plans, photos, file=file, say=say, now=now)
        state().demo = True
    say(f"Berkas contoh untuk halaman impor: {write_samples(app_state.settings().instance, city)}")


def _fill(
    city: City,
    plans: tuple[PlannedOperation, ...],
    photos: dict[UUID, KeptPhoto],
    *,
    file: Brought,
    say: Say,
    now: datetime,
) -> None:
    permits = [*city.permits, *(permit for plan in plans for permit in plan.permits)]
    earliest = min(permit.registered_at for permit in permits).date()
    with clock.at(at(earliest, "07.00")):
        made = load_people(city, as_before(city))
        users = add_users(city)
        write_office(city, users)
        changed = bring(file, users["bkpsdm"], earliest)
    say(f"Data induk: {made['employees']} pegawai, {made['opds']} OPD dan unit, {len(users)} akun")
    say(f"Impor SIASN sebelum sidak: {changed} perubahan")
    events = permit_events(city, permits, users)
    for plan in plans:
        events += Sidak(city, plan, users, photos).events()
    events += tip_events(users, now)
    steps = play(events, now)
    for plan in plans:
        say(f"{plan.name}: {len(plan.findings)} temuan, {len(plan.visits)} kunjungan")
    say(f"Diputar ulang: {steps} langkah, {len(permits)} surat tugas dan cuti")


def _refuse_real_records() -> None:
    """Raise DemoRefused unless nobody has used this database yet."""
    users = db.session.scalar(select(func.count()).select_from(User))
    if users or people.change_counter():
        raise DemoRefused(
            "Basis data ini sudah berisi pengguna atau pegawai; data simulasi tidak dicampur "
            "dengan data sungguhan. Pakai folder lain, misalnya SIDAK_INSTANCE=instance/demo."
        )


def _photos_of(plan: PlannedOperation) -> Iterable[PlannedPhoto]:
    return (photo for finding in plan.findings for photo in finding.photos)


def _keep_photos(store: BlobStore, planned: list[PlannedPhoto]) -> dict[UUID, KeptPhoto]:
    """Draw photos and give them to the store; the bytes are durable before any row names them."""

    def keep(photo: PlannedPhoto) -> tuple[UUID, KeptPhoto]:
        data = draw_photo(photo)
        sha256 = store.put(data)
        return photo.id, KeptPhoto(sha256, len(data), is_picture(store.path(sha256)))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(pool.map(keep, planned))
