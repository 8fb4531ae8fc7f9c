import type { Schemas } from './wire'

/** The stable words of server/core/problems.py, generated from the contract. */
export type ProblemCode = Schemas['ProblemOut']['code']

/** Words of the client itself: no answer came, or an answer that is not the server's (a captive portal). */
export type LocalCode = 'no-network' | 'not-the-server' | 'receipt-invalid'

export type AnyCode = ProblemCode | LocalCode
