import { allPages } from '../load.svelte'
import type { Letter } from '../wire'

/** All letters of an operation. */
export const readLetters = (operation: string): Promise<Letter[]> => allPages<Letter>(`/api/operations/${operation}/letters`)
