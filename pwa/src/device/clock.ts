import type { FindingIn } from '../api/wire'

/** All clocks at one moment; the server judges which to believe, a wrong one is never refused. */
export function readClock(serverOffsetMs: number | null): FindingIn['clock'] {
  return {
    device_at: new Date().toISOString(),
    gps_at: null,
    monotonic_ms: Math.round(performance.now()),
    server_offset_ms: serverOffsetMs,
  }
}
