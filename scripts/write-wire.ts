#!/usr/bin/env node
// `npm run wire`: puts on record what this release says to others, in domain/wire/released/<version>.json. Once a version is released
// its file stays as it is; whatever changes afterwards must still be understood by it (scripts/wire.test.ts).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toHelloRequest } from '@gatehouse/appliance/sync/batch.ts'
import { testLog } from '@gatehouse/cloud-sync/ingest/test-log.ts'
import { eventKinds, streams } from '@gatehouse/domain/wire/event.ts'
import { eventsV1 } from '@gatehouse/domain/wire/events.fixture.ts'
import { currentVersion } from '@gatehouse/domain/wire/upcast.ts'
import { breaks, type Shape, sameShape, wireShapes } from './wire-shapes.ts'
import { type SiblingsWire, siblingsConversation } from './wire-siblings.ts'
import { type SignedWire, signedConversation } from './wire-signed.ts'

export const releasedFolder = join(import.meta.dirname, '../domain/wire/released')

export interface ReleasedWire {
  readonly version: string
  readonly shapes: Readonly<Record<string, Shape>>
  /** what a box of that release says to its cloud */
  readonly hello: unknown
  readonly batches: readonly unknown[]
  /** what boxes of that release, and its cloud, say of who belongs together */
  readonly siblings: SiblingsWire
  /** a box of that release is let in and sends a picture: every byte, signatures too */
  readonly signed: SignedWire
}

/** Every release on record, oldest first by name. */
export function releasedWires(): readonly ReleasedWire[] {
  return readdirSync(releasedFolder)
    .filter((name) => name.endsWith('.json'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => JSON.parse(readFileSync(join(releasedFolder, name), 'utf8')) as ReleasedWire)
}

/** What today's shapes and those of a release do not understand of each other. */
export const breaksSince = ({ shapes }: Pick<ReleasedWire, 'shapes'>, today = wireShapes()): readonly string[] =>
  Object.entries(shapes).flatMap(([name, shape]) => {
    const now = today[name]
    if (now) return breaks(name, shape, now)
    // a newer version of an event stands beside the old one: an upcaster reads the old
    return /^event .* v\d+$/.test(name) && Object.keys(today).some((other) => other.startsWith(name.replace(/\d+$/, '')))
      ? []
      : [`${name} is gone`]
  })

/** What a box of this release says to its cloud: a hello, and one batch a stream with an event of every kind. */
export function conversation(version: string) {
  const log = testLog({ device: 'box-1', site: 'site-1', epoch: `epoch-${version}` })
  for (const [i, { kind, payload }] of eventsV1.entries())
    log.write(eventKinds[kind].stream, kind, payload, { v: currentVersion(kind), eventId: `event-${version}-${i}` })
  const written = streams.filter((stream) => log.rows(stream).length > 0)
  return {
    hello: toHelloRequest(
      { device: log.device, site: log.site, oldestUnsent: () => null },
      {
        ...{ epoch: log.epoch, parentEpoch: null, past: false },
        heads: written.map((stream) => ({
          stream,
          seq: log.rows(stream).length,
          hash: log.rows(stream).at(-1)?.hash ?? '',
          acked: 0,
          backlog: 1,
        })),
      },
      { version, now: 1_800_000_000_000, clockQuality: 'trusted', reconciledWith: null },
    ),
    batches: written.map((stream) => log.batch(stream, 1, log.rows(stream).length, stream === 'session' ? [PLATE] : [])),
  }
}
const PLATE = { ref: 'pl1', text: 'B AB 123', country: 'DE' }

if (import.meta.main) {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }
  const file = join(releasedFolder, `${version}.json`)
  // its own file may be written anew until the version is released
  const problems = releasedWires()
    .filter((wire) => wire.version !== version)
    .flatMap((wire) => breaksSince(wire).map((text) => `${wire.version}: ${text}`))
  if (problems.length > 0) {
    console.error(`not written: releases on record would not understand this one\n${problems.map((text) => `  ${text}`).join('\n')}`)
    process.exit(1)
  }
  const shapes = wireShapes()
  const before = releasedWires().find((wire) => wire.version === version)
  // keys and signatures are other ones every time: while their shapes stay, so do they
  const same = (speaks: RegExp) =>
    before && Object.keys(shapes).every((name) => !speaks.test(name) || sameShape(before.shapes[name], shapes[name]))
  const siblings = before?.siblings && same(/sibling/) ? before.siblings : await siblingsConversation()
  const signed = before?.signed && same(/^(enrol|media) /) ? before.signed : await signedConversation(version)
  const wire: ReleasedWire = { version, shapes, ...conversation(version), siblings, signed }
  writeFileSync(file, `${JSON.stringify(wire, null, 1)}\n`)
  console.log(`wrote ${file}`)
}
