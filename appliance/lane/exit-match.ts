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
  const byPlate = Map.groupBy(inside, ({ plate }) => normalisePlate(plate?.text ?? ''))
  // One entry for each number: two countries' cars of one number would share its posterior, and neither would be clear.
  // Those nobody could read stay apart: each may be the one that stands here.
  const numbers = [...byPlate].flatMap(([plate, same]) =>
    (plate === '' ? same : same.slice(0, 1)).map(({ session }) => ({ sessionId: session.id, plate })),
  )
  const ofNumber = new Map(numbers.map(({ sessionId, plate }) => [sessionId, byPlate.get(plate) ?? []]))
  const match = ctx.match({ ...read, text: normalisePlate(read.text) }, numbers)
  if (match.kind === 'none') return match
  if (match.kind === 'several') return several(match.sessionIds.flatMap((id) => ofNumber.get(id) ?? []))
  return oneOfItsNumber(ofNumber.get(match.sessionId) ?? [], read.country ?? null, match.posterior, ctx)
}

/** The session this read would be charged as without asking; null where the driver would be asked. */
export function settlesFor(read: PlateRead, rejected: readonly string[], ctx: LaneContext): string | null {
  const found = identify(read, rejected, ctx)
  return found.kind === 'one' && found.posterior >= ctx.chargeThreshold ? found.session.session.id : null
}

/** The same number in two countries is two vehicles: the country decides, or the driver does. */
function oneOfItsNumber(same: readonly SessionInside[], country: string | null, posterior: number, ctx: LaneContext): Identified {
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
