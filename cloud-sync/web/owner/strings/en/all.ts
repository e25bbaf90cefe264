import { frame } from './frame.ts'
import { me } from './me.ts'
import { month } from './month.ts'
import { rights } from './rights.ts'
import { signIn } from './sign-in.ts'

export const en = { frame, signIn, me, month, rights }

/** Everything the owner's pages say. English is the model: a sentence that another language lacks does not compile. */
export type OwnerWords = typeof en
