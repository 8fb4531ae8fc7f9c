import type { ZoneRef } from '../api/wire'
import type { Fix } from '../device/location'
import { nearestZone } from '../store/places'

/** Metres up to which a fix is good, and past which it is a guess through a roof. */
const GOOD = 15
const ROUGH = 50

/** How good the position is, in words and as a mark: never an alarm, and nobody waits for it. */
export function positionWords(fix: Fix): { state: 'ok' | 'wait'; text: string } {
  if (!fix.position) {
    if (fix.searching) return { state: 'wait', text: 'Mencari posisi… Anda boleh menyimpan lebih dulu.' }
    const why = fix.missing === 'denied' ? 'diizinkan' : 'didapat'
    return { state: 'wait', text: `Posisi belum ${why}. Tetap dapat disimpan.` }
  }
  const metres = Math.round(fix.position.accuracy_m)
  if (metres > ROUGH) return { state: 'wait', text: `Posisi perkiraan ±${metres} m (di dalam gedung)` }
  if (metres <= GOOD) return { state: 'ok', text: `Posisi baik ±${metres} m` }
  return { state: 'ok', text: `Posisi cukup ±${metres} m${fix.searching ? ', masih dicari yang lebih baik' : ''}` }
}

/** Where the position lies towards the zones; null as long as there is neither. */
export function zoneWords(fix: Fix, zones: readonly ZoneRef[]): string | null {
  const hint = fix.position && nearestZone(fix.position, zones)
  if (!fix.position || !hint) return null
  if (hint.metres === 0) return 'di dalam zona'
  return hint.metres <= fix.position.accuracy_m ? 'di batas zona' : 'di luar zona'
}
