import { boxes } from './boxes.ts'
import { car } from './car.ts'
import { frame } from './frame.ts'
import { lists } from './lists.ts'
import { me } from './me.ts'
import { month } from './month.ts'
import { morning } from './morning.ts'
import { people } from './people.ts'
import { prices } from './prices.ts'
import { rights } from './rights.ts'
import { signIn } from './sign-in.ts'
import { today } from './today.ts'

export const en = { frame, signIn, me, month, today, lists, car, rights, boxes, people, morning, prices }

/** Everything the owner's pages say. English is the model: a sentence that another language lacks does not compile. */
export type OwnerWords = typeof en
