import { randomUUID } from 'node:crypto'
import { makeDoor } from './accounts/door.ts'
import type { AccountLetter, Letters } from './accounts/letters.ts'
import { makeMornings } from './accounts/mornings.ts'
import { makePasskeys } from './accounts/passkeys.ts'
import { makePeople } from './accounts/people.ts'
import { makeSignIn } from './accounts/sign-in.ts'
import { readAddress } from './mail/address.ts'
import { makeReports } from './reports/reports.ts'
import type { Store } from './store/open-store.ts'
import { morningLetter } from './web/owner/people/morning-letter.ts'

/** A mailbox that keeps what it is sent. */
export function letterBox(): Letters & { readonly sent: readonly AccountLetter[] } {
  const sent: AccountLetter[] = []
  return { sent, send: async (letter) => sent.push(letter) > 0 }
}

/** Door and accounts on a real database. */
export function testAccounts(given: {
  readonly store: Store
  readonly now: () => number
  readonly token?: string | null
  readonly letters?: Letters | null
}) {
  const { store, now, token = null, letters = null } = given
  const parts = { store, now, newId: randomUUID, readAddress, letters }
  const signIn = makeSignIn(parts)
  return {
    door: makeDoor({ token, now, personOf: signIn.personOf }),
    accounts: {
      ...{ people: makePeople(parts), signIn, passkeys: makePasskeys({ store, now, log: { warn: () => {} } }) },
      mornings: makeMornings({
        ...{ store, now, letters, reports: makeReports({ store, now, needsYou: async () => [] }) },
        write: (reader, days) => morningLetter(reader, days, 'https://cloud.example'),
      }),
    },
  }
}
