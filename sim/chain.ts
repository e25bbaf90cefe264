import type { DomainEvent, LogRow } from '@gatehouse/domain/wire/event.ts'
import type { UnknownEvent } from '@gatehouse/domain/wire/upcast.ts'

/**
 * The chain's hash, in place of SHA-256 over canonical JSON: a row's link depends on the link before it and on everything that
 * tells rows apart here. Collisions are possible where SHA-256 has none; they would only hide a fork, never make a sound chain fail.
 */
export function hashRow(row: Omit<LogRow, 'hash' | 'prevHash'>, prevHash: string): string {
  return `${mix(mix(mix(prevHash, row.epoch), row.eventId), row.stream) + row.seq}`
}

function mix(seed: string | number, text: string): number {
  let h = typeof seed === 'number' ? seed : mix(0x811c9dc5, seed)
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** Reads an event without its schema: the simulation's own rows are sound, except for those that say they are not. */
export function readUnchecked(kind: string, _v: number, payload: unknown): DomainEvent | UnknownEvent {
  if (kind === 'future') return { unknown: true, problems: [] }
  if (kind === 'poison') return { unknown: true, problems: ['poison'] }
  return { kind, payload } as DomainEvent
}
