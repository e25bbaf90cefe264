import { isLanguage } from '@gatehouse/domain/language.ts'
import { normalisePlate } from '@gatehouse/domain/plate.ts'
import type { LocalTimes } from '@gatehouse/domain/tariff/rate-table.ts'
import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { PermitValues } from '@gatehouse/domain/wire/owner-rights.ts'
import type { Store } from '../store/open-store.ts'
import {
  blockedOf,
  blockPlate,
  forgetHolder,
  grantPermit,
  type PermitTerms,
  permitsOf,
  revokePermit,
  unblockPlate,
} from '../store/permits.ts'
import { parseClock } from './typed-numbers.ts'

/** Permits, their holders and the plates that are not let in. */
export function makeOwnerPermits({
  store,
  now,
  newId,
}: {
  readonly store: Store
  readonly now: () => EpochMs
  readonly newId: () => string
}) {
  return {
    all: (site: OwnerSite) => permitsOf(store, site.id, now()),
    blocked: (site: OwnerSite) => blockedOf(store, site.id),
    /** null: granted; else what is wrong with what was typed */
    async grant(site: OwnerSite, values: PermitValues, by: string): Promise<string | null> {
      const read = readPermit(values, now())
      if (typeof read === 'string') return read
      await grantPermit(store, { ...read, site: site.id, id: newId(), holderId: newId(), by, now: now() })
      return null
    },
    revoke: (site: OwnerSite, id: string) => revokePermit(store, site.id, id, now()),
    forget: (site: OwnerSite, holderId: string) => forgetHolder(store, site.id, holderId),
    async block(site: OwnerSite, plate: string, reason: string): Promise<string | null> {
      const text = normalisePlate(plate)
      if (text.length < 2) return 'A plate has at least two letters or digits.'
      if (reason.trim() === '') return 'Say why: the reason stands beside the plate.'
      await blockPlate(store, site.id, { plate: text, reason: reason.trim().slice(0, 200) })
      return null
    },
    unblock: (site: OwnerSite, plate: string) => unblockPlate(store, site.id, plate),
  }
}
export type OwnerPermits = ReturnType<typeof makeOwnerPermits>

function readPermit(values: PermitValues, now: EpochMs) {
  const name = values.name.trim().slice(0, 100)
  if (name === '') return 'Write the holder’s name.'
  const email = values.email.trim().slice(0, 200) || null
  if (email !== null && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(email)) return 'That is no e-mail address.'
  if (values.consent && email === null) return 'Receipts by e-mail need an e-mail address.'
  const terms = readTerms(values, now)
  if (typeof terms === 'string') return terms
  const language = isLanguage(values.language) ? values.language : null
  const holder = { name, phone: values.phone.trim().slice(0, 40) || null, email, language, consentAt: values.consent ? now : null }
  return { holder, terms }
}

function readTerms(values: PermitValues, now: EpochMs): PermitTerms | string {
  const plates = [...new Set(values.plates.split(/[,;\n]/).map(normalisePlate))].filter((plate) => plate !== '')
  if (plates.length === 0 || plates.some((plate) => plate.length < 2)) return 'Write the plates, with commas between them.'
  if (plates.length > 200) return 'A permit has 200 plates at most.'
  const places = count(values.places)
  if (places === null) return 'Write how many of its cars may be inside at once.'
  const group = values.group.trim() === '' ? null : count(values.group)
  if (group === null && values.group.trim() !== '')
    return 'Write how many cars of this kind of permit may be inside together, or leave it empty.'
  const days = values.days.trim() === '' ? null : count(values.days)
  if (days === null && values.days.trim() !== '') return 'Write for how many days it holds, or leave it empty.'
  const times = readTimes(values)
  if (typeof times === 'string') return times
  return {
    ...{ product: values.product.trim().slice(0, 60) || 'Permit', charging: values.charging === 'tariff' ? 'tariff' : 'free' },
    ...{ poolSize: places, groupSize: group, times, plates, validFrom: now, validUntil: days === null ? null : now + days * DAY_MS },
  }
}

const count = (text: string): number | null => (/^\d{1,4}$/.test(text.trim()) && Number(text) >= 1 ? Number(text) : null)

/** No times: always. Times that end before they begin reach into the next day. */
function readTimes({ weekdays, from, until }: PermitValues): readonly LocalTimes[] | null | string {
  if (from.trim() === '' && until.trim() === '' && (weekdays === '' || weekdays.length === 7)) return null
  if (weekdays === '') return 'Tick the days it holds.'
  const fromMinute = from.trim() === '' ? 0 : parseClock(from)
  const end = until.trim() === '' ? 0 : parseClock(until)
  if (fromMinute === null || end === null) return 'Write times of day such as 7:00, or leave both empty.'
  return [{ weekdays: [...weekdays].map(Number), fromMinute, untilMinute: end > fromMinute ? end : end + 1440 }]
}
