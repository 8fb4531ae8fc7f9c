import type { RollCode } from '../../i18n/rolls'
import type { Iso, Uuid } from '../../api/wire'

/** The attendance list of one OPD: `staff` = all counts together + `difference`. */
export interface Roll {
  id: Uuid
  opd_id: Uuid
  opd_name: string
  team_id: Uuid
  team_number: number
  staff: number
  counts: Record<RollCode, number>
  difference: number
  begun_at: Iso
  may_mark: boolean
  /** Whether this user is told who is ill. */
  health: boolean
}

/** Somebody on a list; `number` is that of the mark that holds, 0 for none. */
export interface OnRoll {
  id: Uuid
  position: number
  name: string | null
  nip: string | null
  job: string
  proposed: RollCode | null
  number: number
  code: RollCode | null
  note: string
}
