import type { EpochMs } from '@gatehouse/domain/time.ts'
import { type CountersignedBody, memberStanding } from '@gatehouse/domain/wire/countersign.ts'
import * as v from 'valibot'

const instant = v.pipe(v.number(), v.integer())
const standings = v.object({
  /** SHA-256 of the authority's certificate, hex */
  authority: v.string(),
  since: instant,
  members: v.array(v.object({ device: v.string(), certificate: v.string(), standing: memberStanding, since: instant })),
})
/** Since when the cloud has said of this authority and each of its members what it says now; instants by the cloud's clock. */
export type Standings = v.InferOutput<typeof standings>

/** The instants after a further word: they stay for whatever it says as before. A new certificate stands for itself only. */
export function standingsAfter(before: Standings | null, { authority, issuedAt, members }: CountersignedBody): Standings {
  const known = before?.authority === authority ? before : null
  return {
    authority,
    since: known?.since ?? issuedAt,
    members: members.map((member) => {
      const same = known?.members.find(({ device, certificate }) => device === member.device && certificate === member.certificate)
      return { ...member, since: same?.standing === member.standing ? same.since : issuedAt }
    }),
  }
}

/** What was kept on the card; null: nothing, or nothing that can be read. */
export function readStandings(text: string | null): Standings | null {
  try {
    const parsed = v.safeParse(standings, JSON.parse(text ?? 'null'))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}

/** Since when it stands so; null: no word says so. */
export const sinceOf = (all: Standings | null, device: string, certificate: string): EpochMs | null =>
  all?.members.find((one) => one.device === device && one.certificate === certificate)?.since ?? null
