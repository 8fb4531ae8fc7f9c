import type { Schemas } from '../../api/wire'

/** Reports as the desk reads them: the contract itself. */
export type Tip = Schemas['TipOut']
export type TipList = Schemas['TipListOut']
export type TipVerb = Tip['verbs'][number]
