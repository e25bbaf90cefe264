import { normalisePlate, type PlateRead } from '@gatehouse/domain/plate.ts'
import type { LaneContext } from './context.ts'
import type { SessionInside } from './ports.ts'
import type { Car } from './states.ts'

/** Which vehicle inside this is, as far as the camera can tell. `near`: best first, for the photo choice. */
export type Identified =
  | { readonly kind: 'one'; readonly session: SessionInside; readonly posterior: number }
  | { readonly kind: 'several'; readonly near: readonly SessionInside[] }
  | { readonly kind: 'none' }

const SHOWN = 4

/** Matches a read against the vehicles inside, less those the driver has said are not theirs. */
export function identify(read: PlateRead | null, rejected: readonly string[], ctx: LaneContext): Identified {
  if (!read || normalisePlate(read.text) === '') return { kind: 'none' }
  const inside = ctx.books.sessionsInside().filter(({ session }) => !rejected.includes(session.id))
  const byId = new Map(inside.map((entry) => [entry.session.id, entry]))
  const plates = inside.flatMap(({ session, plate }) => (plate ? [{ sessionId: session.id, plate: normalisePlate(plate.text) }] : []))
  const match = ctx.match({ ...read, text: normalisePlate(read.text) }, plates)
  if (match.kind === 'none') return match
  if (match.kind === 'several') return several(match.sessionIds.flatMap((id) => byId.get(id) ?? []))
  const found = byId.get(match.sessionId)
  return found ? oneOfItsNumber(found, inside, read.country ?? null, match.posterior, ctx) : { kind: 'none' }
}

/** The same number in two countries is two vehicles: the country decides, or the driver does. */
function oneOfItsNumber(
  found: SessionInside,
  inside: readonly SessionInside[],
  country: string | null,
  posterior: number,
  ctx: LaneContext,
): Identified {
  const text = normalisePlate(found.plate?.text ?? '')
  const same = inside.filter(({ plate }) => plate !== null && normalisePlate(plate.text) === text)
  const ofCountry = same.length === 1 ? same : same.filter(({ plate }) => country !== null && plate?.country === country)
  const [only] = ofCountry
  if (ofCountry.length !== 1 || !only) return several(same)
  // The list may be some seconds old: what is bound to a bill is asked for afresh.
  const session = ctx.books.sessionInside(only.session.id)
  return session ? { kind: 'one', session, posterior } : { kind: 'none' }
}

const several = (near: readonly SessionInside[]): Identified =>
  near.length === 0 ? { kind: 'none' } : { kind: 'several', near: near.slice(0, SHOWN) }

export const carOf = ({ session, plate }: SessionInside): Car => ({
  sessionId: session.id,
  plate: plate ? { text: plate.text, country: plate.country } : null,
  imageRef: session.imageRef,
  enteredAt: session.actualStart,
})
