import type { OwnerWords } from '../en/all.ts'
import { frame } from './frame.ts'
import { me } from './me.ts'
import { month } from './month.ts'
import { rights } from './rights.ts'
import { signIn } from './sign-in.ts'

export const tr: OwnerWords = { frame, signIn, me, month, rights }
