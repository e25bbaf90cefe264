import { isLanguage } from '@gatehouse/domain/language.ts'
import { normalisePlate } from '@gatehouse/domain/plate.ts'
import type { LocalTimes } from '@gatehouse/domain/tariff/rate-table.ts'
import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { BlockProblem, PermitProblem, PermitValues } from '@gatehouse/domain/wire/owner-rights.ts'
import type { Store } from '../store/open-store.ts'
import {
  blockedOf,
  blockPlate,
  forgetHolder,
  grantPermit,
  type Holder,
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
    async grant(site: OwnerSite, values: PermitValues, by: string): Promise<PermitProblem | null> {
      const read = readPermit(values, now())
      if (typeof read === 'string') return read
      await grantPermit(store, { ...read, site: site.id, id: newId(), holderId: newId(), by, now: now() })
      return null
    },
    revoke: (site: OwnerSite, id: string) => revokePermit(store, site.id, id, now()),
    forget: (site: OwnerSite, holderId: string) => forgetHolder(store, site.id, holderId),
    async block(site: OwnerSite, plate: string, reason: string): Promise<BlockProblem | null> {
      const text = normalisePlate(plate)
      if (text.length < 2) return 'plate'
      if (reason.trim() === '') return 'reason'
      await blockPlate(store, site.id, { plate: text, reason: reason.trim().slice(0, 200) })
      return null
    },
    unblock: (site: OwnerSite, plate: string) => unblockPlate(store, site.id, plate),
  }
}
export type OwnerPermits = ReturnType<typeof makeOwnerPermits>

function readPermit(values: PermitValues, now: EpochMs): PermitProblem | { readonly holder: Holder; readonly terms: PermitTerms } {
  const name = values.name.trim().slice(0, 100)
  if (name === '') return 'name'
  const email = values.email.trim().slice(0, 200) || null
  if (email !== null && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(email)) return 'email'
  if (values.consent && email === null) return 'consentNeedsEmail'
  const terms = readTerms(values, now)
  if (typeof terms === 'string') return terms
  const language = isLanguage(values.language) ? values.language : null
  const holder = { name, phone: values.phone.trim().slice(0, 40) || null, email, language, consentAt: values.consent ? now : null }
  return { holder, terms }
}

function readTerms(values: PermitValues, now: EpochMs): PermitTerms | PermitProblem {
  const plates = [...new Set(values.plates.split(/[,;\n]/).map(normalisePlate))].filter((plate) => plate !== '')
  if (plates.length === 0 || plates.some((plate) => plate.length < 2)) return 'plates'
  if (plates.length > 200) return 'tooManyPlates'
  const places = count(values.places)
  if (places === null) return 'places'
  const group = values.group.trim() === '' ? null : count(values.group)
  if (group === null && values.group.trim() !== '') return 'group'
  const days = values.days.trim() === '' ? null : count(values.days)
  if (days === null && values.days.trim() !== '') return 'days'
  const times = readTimes(values)
  if (typeof times === 'string') return times
  return {
    ...{ product: values.product.trim().slice(0, 60) || 'Permit', charging: values.charging === 'tariff' ? 'tariff' : 'free' },
    ...{ poolSize: places, groupSize: group, times, plates, validFrom: now, validUntil: days === null ? null : now + days * DAY_MS },
  }
}

const count = (text: string): number | null => (/^\d{1,4}$/.test(text.trim()) && Number(text) >= 1 ? Number(text) : null)

/** No times: always. Times that end before they begin reach into the next day. */
function readTimes({ weekdays, from, until }: PermitValues): readonly LocalTimes[] | null | PermitProblem {
  if (from.trim() === '' && until.trim() === '' && (weekdays === '' || weekdays.length === 7)) return null
  if (weekdays === '') return 'weekdays'
  const fromMinute = from.trim() === '' ? 0 : parseClock(from)
  const end = until.trim() === '' ? 0 : parseClock(until)
  if (fromMinute === null || end === null) return 'times'
  return [{ weekdays: [...weekdays].map(Number), fromMinute, untilMinute: end > fromMinute ? end : end + 1440 }]
}
