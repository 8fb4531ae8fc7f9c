/** Times on screen: local to the operation, always with the zone's name ("09.12 WIB"). */
const ZONES: Record<string, string> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
}

/** The word for an IANA zone; the abbreviation of the system for one that is not Indonesian. */
export function zoneWord(zone: string): string {
  return ZONES[zone] ?? zone
}

/** The clock in `zone`, e.g. "09.12". */
export function clock(at: string | number | Date, zone = 'Asia/Jakarta'): string {
  return new Intl.DateTimeFormat('id-ID', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone })
    .format(new Date(at))
    .replace(':', '.')
}

/** The clock with its zone, e.g. "09.12 WIB". */
export function clockWithZone(at: string | number | Date, zone = 'Asia/Jakarta'): string {
  return `${clock(at, zone)} ${zoneWord(zone)}`
}

/** A short day, e.g. "23 Nov". */
export function shortDay(at: string | number | Date, zone = 'Asia/Jakarta'): string {
  return new Intl.DateTimeFormat('id-ID', { day: 'numeric', month: 'short', timeZone: zone }).format(new Date(at))
}

/** The clock, with the day before it where that is not the day of `now`: "22 Nov 09.12". */
export function clockOfDay(at: string | number | Date, zone = 'Asia/Jakarta', now: number = Date.now()): string {
  return dayKey(at, zone) === dayKey(now, zone) ? clock(at, zone) : `${shortDay(at, zone)} ${clock(at, zone)}`
}

/** A full day, e.g. "Senin, 23 November 2026". */
export function fullDay(at: string | number | Date, zone = 'Asia/Jakarta'): string {
  return new Intl.DateTimeFormat('id-ID', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: zone,
  }).format(new Date(at))
}

/** The calendar day in `zone` as YYYY-MM-DD, to tell whether two moments share a day. */
export function dayKey(at: string | number | Date, zone = 'Asia/Jakarta'): string {
  return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone }).format(
    new Date(at),
  )
}
