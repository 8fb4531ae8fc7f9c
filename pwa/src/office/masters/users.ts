import type { Uuid } from '../../api/wire'

/** A one-time link; the token is shown this once and stands behind the #, which no server sees. */
export interface Link {
  user_id: Uuid
  username: string
  name: string
  token: string
}

export const addressOf = (link: Link): string => `${location.origin}/sandi#${link.token}`
