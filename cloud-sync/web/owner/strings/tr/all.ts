import type { OwnerWords } from '../en/all.ts'
import { boxes } from './boxes.ts'
import { frame } from './frame.ts'
import { me } from './me.ts'
import { month } from './month.ts'
import { morning } from './morning.ts'
import { people } from './people.ts'
import { prices } from './prices.ts'
import { rights } from './rights.ts'
import { signIn } from './sign-in.ts'

export const tr: OwnerWords = { frame, signIn, me, month, prices, rights, boxes, people, morning }
