import type { PositionWire } from '../api/wire'

/** The best fix so far, and why there is none yet. */
export interface Fix {
  position: PositionWire | null
  missing: null | 'denied' | 'no_fix' | 'unsupported'
  /** Whether a better fix may still come. */
  searching: boolean
  gpsAt: string | null
}

const GOOD_METRES = 15
const PATIENCE_MS = 20_000

/**
 * Watch the position until it is good (15 m) or 20 s passed; `report` hears every improvement.
 * Returns a function that stops. It never makes anybody wait: saving takes what is there.
 */
export function watchPosition(report: (fix: Fix) => void): () => void {
  if (!('geolocation' in navigator)) {
    report({ position: null, missing: 'unsupported', searching: false, gpsAt: null })
    return () => {}
  }
  let best: Fix = { position: null, missing: null, searching: true, gpsAt: null }
  let watch: number | null = null
  const tell = (change: Partial<Fix>) => report((best = { ...best, ...change }))
  const stop = () => {
    clearTimeout(timer)
    if (watch !== null) navigator.geolocation.clearWatch(watch)
    watch = null
  }
  const timer = setTimeout(() => {
    stop()
    tell({ searching: false, missing: best.position ? null : 'no_fix' })
  }, PATIENCE_MS)
  watch = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      if (best.position && coords.accuracy >= best.position.accuracy_m) return
      const at = new Date(timestamp).toISOString()
      const good = coords.accuracy <= GOOD_METRES
      tell({
        position: {
          lon: round(coords.longitude, 7),
          lat: round(coords.latitude, 7),
          accuracy_m: round(coords.accuracy, 1),
          fixed_at: at,
        },
        gpsAt: at,
        missing: null,
        searching: !good,
      })
      if (good) stop()
    },
    (error) => {
      if (best.position) return
      if (error.code !== error.PERMISSION_DENIED) return
      stop()
      tell({ searching: false, missing: 'denied' })
    },
    { enableHighAccuracy: true, maximumAge: 5_000, timeout: PATIENCE_MS },
  )
  tell({})
  return stop
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
