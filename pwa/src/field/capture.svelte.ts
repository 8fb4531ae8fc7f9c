import { closeCamera, NoCamera, openCamera, shoot, type CameraTrouble } from '../device/camera'
import { watchPosition, type Fix } from '../device/location'
import type { EmployeeKind, Observed, OperationRef, PhotoKind, Signature, User } from '../api/wire'
import type { Draft, OutboxPhoto, TypedPerson } from '../store/db'
import { addPhoto, draftPhotos, putBackPhoto, readDraft, removePhoto, saveDraft } from '../store/drafts'
import { seal, type Sealed } from '../store/findings'
import { changed } from '../store/outbox.svelte'
import type { Person } from '../store/roster'
import { keepSlip } from '../store/slip'
import { sync } from '../sync/triggers'
import { holdsAnything, summaryOf, whoAnswered } from './held'
import { emptyDraft, SUPPOSED, suggestPlace } from './newDraft'

const NOT_ASKED: Signature = { state: 'not_asked', photo_id: null, witness: null, method: null }

/** A fix of so many ms ago is where the phone is now. */
const FRESH_MS = 30_000

/** The form that is open now: a photo that comes back after it was left and opened again is shown in it. */
let current: Capture | null = null

/** One finding while it is written: every change is on the phone's disk before the next one. */
export class Capture {
  draft: Draft
  photos = $state.raw<OutboxPhoto[]>([])
  fix = $state.raw<Fix>({ position: null, missing: null, searching: true, gpsAt: null })
  stream = $state.raw<MediaStream | null>(null)
  cameraTrouble = $state<CameraTrouble | null>(null)
  shooting = $state(false)

  private saving: Promise<void> = Promise.resolve()
  private stopWatching: () => void = () => {}
  private closed = false
  private sealing = false

  private constructor(draft: Draft) {
    this.draft = $state(draft)
  }

  /** Open the draft of this id, or begin one; the position is looked for from here on. */
  static async open(id: string, operation: OperationRef, author: User, place: string | null): Promise<Capture> {
    const known = await readDraft(id)
    const capture = new Capture(known ?? emptyDraft(id, operation, author))
    if (place && !known) {
      capture.draft.place = place
      capture.draft.place_edited = true
      capture.draft.place_given = place
    }
    capture.photos = await draftPhotos(id)
    // A photo may have come back after the form was left.
    if (capture.shots.length) capture.draft.photos_skipped = null
    if (!capture.draft.place) capture.draft.place = suggestPlace(capture.draft)
    if (!capture.draft.position) {
      capture.stopWatching = watchPosition((fix) => capture.located(fix))
    } else {
      capture.fix = { position: capture.draft.position, missing: null, searching: false, gpsAt: null }
    }
    if (known?.who) void capture.startCamera()
    current = capture
    return capture
  }

  private located(told: Fix): void {
    // A fix from before stands until a newer one comes.
    const { position, clock } = this.draft
    const fix = told.position || !position ? told : { ...told, position, missing: null, gpsAt: clock.gps_at }
    this.fix = fix
    this.draft.position = fix.position
    this.draft.position_missing = fix.missing
    this.draft.clock.gps_at = fix.gpsAt
    if (!this.draft.place_edited) this.draft.place = suggestPlace(this.draft)
    if (this.draft.who) void this.save()
  }

  /** Write the draft to the disk; saves follow each other, the last one wins. What was typed before leaving is written after it. */
  save(): Promise<void> {
    if (this.closed || this.sealing) return this.saving
    const copy = $state.snapshot(this.draft) as Draft
    // One that failed (no room, a database the system closed) does not hold up the next.
    const write = () => saveDraft(copy)
    return (this.saving = this.saving.then(write, write))
  }

  /** Someone of the roster. */
  async choose(person: Person): Promise<void> {
    this.keepTyped()
    Object.assign(this.draft.identity, {
      basis: 'known',
      employee_id: person.id,
      nip: person.nip || null,
      name: person.name,
      opd_id: person.opdId,
      opd_text: null,
      job: person.job,
      kind: person.kind,
    })
    this.draft.who = 'roster'
    if (this.draft.conduct === 'left') this.draft.conduct = 'cooperative'
    await this.personChosen()
  }

  /** Someone who is not in the roster, or gave no name, or left before being asked. */
  async chooseOutside(who: 'typed' | 'unnamed' | 'gone', typed?: Partial<TypedPerson>): Promise<void> {
    this.keepTyped()
    Object.assign(this.draft.identity, {
      basis: who === 'typed' ? 'claimed' : 'unknown',
      employee_id: null,
      nip: null,
      name: null,
      opd_id: null,
      opd_text: null,
      job: null,
      kind: 'unknown' satisfies EmployeeKind,
      ...$state.snapshot(typed),
    })
    const supposed = SUPPOSED[who]
    this.draft.conduct = supposed?.conduct ?? 'cooperative'
    this.draft.who = who
    if (supposed?.observed) this.draft.document.observed = supposed.observed
    await this.personChosen()
  }

  /** Whoever is chosen instead, what was typed of somebody outside the roster stays at hand. */
  private keepTyped(): void {
    if (this.draft.who !== 'typed') return
    const { nip, name, opd_text, job, kind, shown } = $state.snapshot(this.draft.identity)
    if (nip || name || opd_text || job || kind !== 'unknown') this.draft.typed = { nip, name, opd_text, job, kind, shown }
  }

  /** Somebody outside the roster, with what was typed before another choice; what stands there now changes places with it. */
  typeAgain(): Promise<void> {
    const { typed } = this.draft
    this.draft.typed = null
    return this.chooseOutside('typed', typed ?? undefined)
  }

  private async personChosen(): Promise<void> {
    await this.save()
    void this.startCamera()
  }

  /** Ask again who it is; what only followed from "no name" or "gone" is asked again too. */
  clearPerson(): void {
    this.keepTyped()
    const supposed = this.draft.who && SUPPOSED[this.draft.who]
    if (supposed && this.draft.document.observed === supposed.observed) this.draft.document.observed = null
    if (supposed && this.draft.conduct === supposed.conduct) this.draft.conduct = 'cooperative'
    this.draft.who = null
    this.draft.document.permit_id = null
    void this.save()
  }

  observe(observed: Observed): void {
    this.draft.document.observed = observed
    void this.save()
  }

  /** Warm the camera; the draft is on the disk before this. */
  async startCamera(): Promise<void> {
    if (this.stream || this.closed) return
    await this.save()
    try {
      const stream = await openCamera()
      if (this.closed) closeCamera(stream)
      else this.stream = stream
      this.cameraTrouble = null
    } catch (error) {
      if (!(error instanceof NoCamera)) throw error
      this.cameraTrouble = error.why
    }
  }

  stopCamera(): void {
    closeCamera(this.stream)
    this.stream = null
  }

  async takePhoto(video: HTMLVideoElement, kind: PhotoKind): Promise<void> {
    if (this.shooting) return
    this.shooting = true
    try {
      await this.keepPhoto(await shoot(video), kind)
    } finally {
      this.shooting = false
    }
  }

  /**
   * The first picture of person or scene says where they were: an older fix is read anew at its
   * shutter (a draft taken up again, a long talk). Nobody waits for it.
   */
  private locateAtShutter(kind: PhotoKind): void {
    if (kind === 'letter' || this.fix.searching || this.shots.some((photo) => photo.kind !== 'letter')) return
    const { position } = this.draft
    if (position && Math.abs(Date.now() - Date.parse(position.fixed_at)) < FRESH_MS) return
    this.stopWatching()
    this.stopWatching = watchPosition((fix) => this.located(fix))
  }

  /** Keep a picture as a photo of this finding; `takenAt` where it was made for the one before. */
  async keepPhoto(bytes: ArrayBuffer, kind: PhotoKind, takenAt?: string): Promise<void> {
    if (!takenAt) this.locateAtShutter(kind)
    const taken = { bytes, kind, takenAt: takenAt ?? new Date().toISOString(), author: this.draft.author_id }
    const photo = await addPhoto(this.draft.id, taken)
    this.photos = [...this.photos, photo]
    this.draft.photos_skipped = null
    await this.save()
  }

  /** The picture of the person's signature, which is no photo of the finding. */
  get signaturePhoto(): OutboxPhoto | undefined {
    return this.photos.find((photo) => photo.kind === 'signature')
  }

  get signature(): Signature {
    return this.draft.signature ?? NOT_ASKED
  }

  /** Photos of the finding, without the signature. */
  get shots(): OutboxPhoto[] {
    return this.photos.filter((photo) => photo.kind !== 'signature')
  }

  /** Keep the person's signature; another one replaces it. */
  async sign(bytes: ArrayBuffer, method: 'drawn' | 'typed'): Promise<void> {
    await this.unsign()
    const photo = await addPhoto(this.draft.id, { bytes, kind: 'signature', takenAt: new Date().toISOString(), author: this.draft.author_id })
    this.photos = [...this.photos, photo]
    this.draft.signature = { state: 'signed', photo_id: photo.id, witness: null, method }
    await this.save()
  }

  /** The person refuses to sign, before this witness. */
  async refuseSignature(witness: string | null): Promise<void> {
    this.draft.signature = { state: 'refused', photo_id: null, witness, method: null }
    await this.save()
  }

  /** As if nobody had asked. */
  async unsign(): Promise<void> {
    if (this.signaturePhoto) await this.dropPhoto(this.signaturePhoto)
    this.draft.signature = NOT_ASKED
    await this.save()
  }

  /** Take a photo away; what is returned brings it back as long as the form is not saved or thrown away. */
  async dropPhoto(photo: OutboxPhoto): Promise<() => Promise<boolean>> {
    const bytes = await removePhoto(photo)
    this.photos = this.photos.filter((one) => one.id !== photo.id)
    return async () => {
      if (!bytes || !(await putBackPhoto(photo, bytes))) return false
      if (current?.draft.id === photo.finding_id) await current.photoCameBack()
      await changed()
      return true
    }
  }

  private async photoCameBack(): Promise<void> {
    this.photos = await draftPhotos(this.draft.id)
    this.draft.photos_skipped = null
    await this.save()
  }

  /** Whether there is anything in it that could be lost. */
  get holds(): boolean {
    return holdsAnything(this.draft, this.photos.length)
  }

  /** What is still open, in the order of the page; the first is where Simpan leads. */
  get missing(): 'who' | 'letter' | 'photo' | 'place' | null {
    if (!whoAnswered(this.draft)) return 'who'
    if (!this.draft.document.observed) return 'letter'
    if (!this.shots.length && !this.draft.photos_skipped) return 'photo'
    return this.draft.place.trim() ? null : 'place'
  }

  /** Seal: on the disk twice, then sending starts by itself. */
  async seal(): Promise<Sealed> {
    this.stopWatching()
    // Every change is on its way to the disk already; the finding holds them all and follows the last.
    await this.saving.catch(() => {})
    const draft = $state.snapshot(this.draft) as Draft
    this.sealing = true
    const sealed = await seal(draft, { appVersion: __APP_VERSION__, summary: summaryOf(draft) }).finally(() => (this.sealing = false))
    keepSlip(draft.slip)
    void this.close()
    void sync()
    return sealed
  }

  /** Leave the page: the draft stays and Beranda offers it; camera and position stop. */
  close(): Promise<void> {
    this.stopWatching()
    this.stopCamera()
    this.closed = true
    return this.saving.then(changed, changed)
  }
}
