import * as v from 'valibot'
import { type DomainEvent, type EventKind, eventKinds } from './event.ts'

/**
 * An event this software cannot read: park it raw and acknowledge it. `problems` is empty when kind or version is newer
 * than this software, and says what is wrong when a known version does not fit its shape.
 */
export interface UnknownEvent {
  readonly unknown: true
  readonly problems: readonly string[]
}

type Upcast = (payload: unknown) => unknown
interface Versions {
  readonly current: number
  /** steps[n] turns the payload of version n into that of n + 1; kept for ever */
  readonly steps: Readonly<Record<number, Upcast>>
}

/** Kinds that have grown past version 1. Empty until the first released shape changes; a released entry is never removed. */
export const upcasters: Partial<Record<EventKind, Versions>> = {}

/** Reads one logged event of any released version as today's shape. Never throws. */
export function readEvent(
  kind: string,
  version: number,
  payload: unknown,
  registry: Partial<Record<EventKind, Versions>> = upcasters,
): DomainEvent | UnknownEvent {
  if (!isKind(kind)) return { unknown: true, problems: [] }
  const { current, steps } = registry[kind] ?? { current: 1, steps: {} }
  if (!Number.isInteger(version) || version < 1 || version > current) return { unknown: true, problems: [] }
  let lifted = payload
  try {
    for (let step = version; step < current; step++) lifted = steps[step]?.(lifted) ?? lifted
  } catch (error) {
    return { unknown: true, problems: [`version ${version} could not be lifted: ${String(error)}`] }
  }
  const parsed = v.safeParse(eventKinds[kind].payload, lifted)
  if (!parsed.success)
    return { unknown: true, problems: parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'payload'}: ${issue.message}`) }
  return { kind, payload: parsed.output } as DomainEvent
}

/** The version a new event of this kind is written with. */
export function currentVersion(kind: EventKind): number {
  return upcasters[kind]?.current ?? 1
}

function isKind(kind: string): kind is EventKind {
  return Object.hasOwn(eventKinds, kind)
}
