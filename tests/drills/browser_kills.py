"""B1, B2: SIGKILL of real chromium in the middle of writing, again and again, on one phone's profile.

Each life of the browser resumes the draft that the life before had typed, takes its photo, saves it and
begins the next one; it is killed at a random moment while the name is a moment old, or around the
tap on Simpan. At the end the phone is given a network, and the server is asked what arrived.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from drills.outcome import Outcome
from e2e.handset import SLOW, Handset

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

LONGEST = 0.5  # seconds between what was typed, or the tap, and the death
BATCH = 50  # findings that wait before the phone is let online once: a day is no longer
# what the two stores say beside each other: a finding without its photo, or beside its own draft
HALVES = """() => new Promise((done, fail) => {
    const asked = indexedDB.open('sidak-outbox')
    asked.onerror = () => fail(asked.error)
    asked.onsuccess = () => {
        const names = ['findings', 'photos', 'photo_bytes', 'drafts']
        const tx = asked.result.transaction(names)
        const all = (name, how = 'getAll') => new Promise((ok) => {
            const request = tx.objectStore(name)[how]()
            request.onsuccess = () => ok(request.result)
        })
        const read = [all('findings'), all('photos')]
        read.push(all('photo_bytes', 'getAllKeys'), all('drafts', 'getAllKeys'))
        Promise.all(read).then(([findings, photos, bytes, drafts]) => {
            const held = new Set(bytes)
            const whole = (id) => photos.some((one) => one.finding_id === id && held.has(one.id))
            asked.result.close()
            done(findings.filter((one) => !whole(one.id) || drafts.includes(one.id)).length)
        }, fail)
    }
})"""
# the seeded bugs: drafts and the bytes of photos are put on the disk a minute later
LATE = """() => {
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (...what) {
        const { name, transaction: { db } } = this
        if (!['drafts', 'photo_bytes'].includes(name)) return put.apply(this, what)
        setTimeout(() => put.apply(db.transaction(name, 'readwrite').objectStore(name), what), 60000)
        return this.count()
    }
}"""


@dataclass
class Lives:
    """A phone that dies again and again."""

    phone: Handset
    dice: random.Random
    outcome: Outcome
    names: list[str] = field(default_factory=list)  # whatever was typed
    sealed: list[str] = field(default_factory=list)  # what the phone called saved
    typed: str = ""  # what the life before left as a draft for sure
    tapped: str = ""  # what it had tapped Simpan on: a draft still, or a finding already

    def live(self) -> None:
        """Start, look, finish what was begun, begin the next, die."""
        page = self.wake()
        name, saved = self.save(page)
        if self.dice.random() < 0.4:  # the death comes around the tap: said or not, never a half
            self.wait()
            self.tapped = name
            if saved.is_visible():
                self.sealed.append(name)
        else:
            saved.wait_for()
            self.sealed.append(name)
            page.get_by_role("button", name="Selesai").click()
            self.typed = self.type_a_name(page)
            self.wait()
        self.die()

    def wake(self) -> "Page":
        """Start the browser without a network, as far as Beranda."""
        self.phone.start(offline=True)
        self.phone.unlock()
        page = self.phone.page
        page.get_by_role("link", name="Catat temuan").wait_for()
        return page

    def die(self) -> None:
        """End the browser as the system does when memory or battery is out."""
        self.phone.kill()
        self.outcome.tried += 1

    def wait(self) -> None:
        """Let the random moment come."""
        time.sleep(self.dice.random() * LONGEST)

    def type_a_name(self, page: "Page") -> str:
        """Begin a finding and type a name, no more."""
        name = f"PADAM {len(self.names) + 1}"
        page.get_by_role("link", name="Catat temuan").click()
        page.get_by_role("button", name="Tidak ada di daftar").click()
        page.get_by_label("Nama", exact=True).fill(name)
        self.names.append(name)
        return name

    def save(self, page: "Page", *, new: bool = True) -> tuple[str, "Locator"]:
        """Tap Simpan on the draft that was left, or on a new finding; return what will say so."""
        whole = not self.typed
        name = self.look(page)
        if not name and new:
            name, whole = self.type_a_name(page), False
            page.get_by_role("button", name="Selesai").click()
        if name and not whole:
            page.get_by_role("button", name="Tidak ada Tidak membawa surat").click()
            page.get_by_role("button", name="Ambil foto orang").click()
            page.get_by_role("button", name="Hapus foto orang").wait_for()
        if name:
            page.get_by_role("button", name="Simpan", exact=True).click()
        return name, page.get_by_role("heading", name="Tersimpan di HP")

    def rest(self) -> None:
        """Save what is left and let the phone send everything."""
        page = self.wake()
        name, saved = self.save(page, new=False)
        if name:
            saved.wait_for()
            self.sealed.append(name)
            page.get_by_role("button", name="Selesai").click()
        self.phone.context.set_offline(offline=False)
        page.get_by_role("button", name="Terkirim").wait_for(timeout=4 * SLOW)

    def look(self, page: "Page") -> str:
        """See that findings are whole, and open the draft that was left; return its name."""
        self.outcome.undetected += page.evaluate(HALVES)
        expected, maybe, self.typed, self.tapped = self.typed, self.tapped, "", ""
        drafted = page.get_by_role("link", name="Lanjutkan temuan")
        if not drafted.is_visible():
            self.outcome.lost += bool(expected)
            return ""
        name = expected or maybe
        drafted.click()
        page.get_by_role("button", name=f"Siapa? {name}").wait_for()
        return name


def run(
    phone: Handset, kills: int, arrived: Callable[[], list[dict[str, Any]]], *, seed: int = 1
) -> Outcome:
    """Kill the browser so often; `arrived` asks the server for every finding it has.

    The phone is left on, all sent. `acknowledged` counts what it called saved, `undetected` halves: a
    finding without its photo, or beside its own draft.
    """
    outcome, begun = Outcome("B1/B2 browser kills"), time.perf_counter()
    lives = Lives(phone, random.Random(seed), outcome)  # noqa: S311
    for number in range(1, kills + 1):
        lives.live()
        if number % BATCH == 0 and number < kills:
            lives.rest()
            phone.close()
    lives.rest()
    found = Counter(name for one in arrived() if (name := one["person"]["name"]) in lives.names)
    outcome.acknowledged = len(lives.sealed)
    outcome.lost += sum(found[name] == 0 for name in lives.names)
    outcome.doubled = sum(count - 1 for count in found.values())
    outcome.seconds = time.perf_counter() - begun
    return outcome


def caught(phone: Handset) -> Outcome:
    """Seed the bugs on the page that stands open, live once more, and return what is then seen."""
    outcome = Outcome("B1/B2 seeded bugs")
    lives, page = Lives(phone, random.Random(1), outcome), phone.page  # noqa: S311
    phone.context.set_offline(offline=True)
    page.evaluate(LATE)
    lives.save(page)[1].wait_for()
    page.get_by_role("button", name="Selesai").click()
    lives.typed = lives.type_a_name(page)
    lives.die()
    lives.look(lives.wake())
    phone.close()
    return outcome
