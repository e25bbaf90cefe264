import { answerMessage, askMessage, headMessage, rowBatch, termsMessage } from '@gatehouse/appliance/peers/wire.ts'
import { siblingsReply, siblingsRequest, standingMessage } from '@gatehouse/domain/wire/countersign.ts'
import { edgeTables } from '@gatehouse/domain/wire/edge.ts'
import { eventKinds, logRow, plateRecord } from '@gatehouse/domain/wire/event.ts'
import { enrolReply, enrolRequest } from '@gatehouse/domain/wire/identity.ts'
import { mediaRefusal, mediaReply } from '@gatehouse/domain/wire/media.ts'
import { signedRoster } from '@gatehouse/domain/wire/roster.ts'
import { helloReply, helloRequest, ingestReply, ingestRequest, syncRefusal } from '@gatehouse/domain/wire/sync.ts'
import { currentVersion } from '@gatehouse/domain/wire/upcast.ts'
import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'

export type Shape = Readonly<Record<string, unknown>>

/** Everything boxes, clouds and siblings say to each other, as JSON Schema by name: `event payment.settled v1`, `ingest request v1`… */
export function wireShapes(): Readonly<Record<string, Shape>> {
  const events = Object.entries(eventKinds).map(([kind, { payload }]) => [
    `event ${kind} v${currentVersion(kind as keyof typeof eventKinds)}`,
    payload,
  ])
  const tables = Object.entries(edgeTables).map(([table, { row }]) => [`table ${table}`, row])
  const messages = {
    ...{ 'log row': logRow, 'plate record': plateRecord },
    ...{ 'ingest request v1': ingestRequest, 'ingest reply': ingestReply, 'hello request v1': helloRequest, 'hello reply': helloReply },
    ...{ 'sync refusal': syncRefusal, 'media reply': mediaReply, 'media refusal': mediaRefusal },
    ...{ 'enrol request v1': enrolRequest, 'enrol reply v1': enrolReply },
    ...{ 'siblings request v1': siblingsRequest, 'siblings reply v1': siblingsReply },
    ...{
      'sibling head v1': headMessage,
      'sibling rows v1': rowBatch,
      'sibling question v1': askMessage,
      'sibling answer v1': answerMessage,
      'sibling terms v1': termsMessage,
      'sibling roster v1': signedRoster,
      'sibling standing v1': standingMessage,
    },
  }
  const all = [...events, ...tables, ...Object.entries(messages)] as [string, GenericSchema][]
  return Object.fromEntries(all.map(([name, schema]) => [name, shapeOf(schema)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
}

function shapeOf(schema: GenericSchema): Shape {
  const { $schema, ...shape } = toJsonSchema(schema, { errorMode: 'ignore', target: 'draft-2020-12', typeMode: 'input' })
  return shape
}

/**
 * What in `now` a release that knows `then` could not read, or could not be read from, one sentence each; empty when both understand
 * each other. Only a field that may be absent can be added. A refusal may have more names: unknown ones are understood by their status.
 */
export function breaks(name: string, then: unknown, now: unknown, path = ''): readonly string[] {
  if (sameShape(then, now)) return []
  const here = `${name}${path}`
  if (!isShape(then) || !isShape(now)) return [`${here}: ${JSON.stringify(then)} became ${JSON.stringify(now)}`]
  if (name.endsWith(' refusal') && path === '.error' && isSubset(then.enum, now.enum)) return []
  const { properties: before = {}, required: needed = [], ...rest } = then as ObjectShape
  const { properties: after = {}, required: asked = [], ...today } = now as ObjectShape
  const gone = Object.keys(before).filter((field) => !(field in after))
  return [
    ...gone.map((field) => `${here}.${field} is gone`),
    ...needed.filter((field) => !gone.includes(field) && !asked.includes(field)).map((field) => `${here}.${field} may be absent now`),
    ...asked.filter((field) => !needed.includes(field)).map((field) => `${here}.${field} must be there now`),
    ...Object.entries(before).flatMap(([field, shape]) => (field in after ? breaks(name, shape, after[field], `${path}.${field}`) : [])),
    ...parts(name, rest, today, path),
  ]
}

type ObjectShape = { readonly properties?: Record<string, unknown>; readonly required?: readonly string[] } & Shape

/** What a shape is besides its fields: lists and alternatives are gone into, anything else must be the same. */
function parts(name: string, then: Shape, now: Shape, path: string): readonly string[] {
  const keys = [...new Set([...Object.keys(then), ...Object.keys(now)])]
  return keys.flatMap((key) => {
    const [a, b] = [then[key], now[key]]
    if (key === 'items') return breaks(name, a, b, `${path}[]`)
    if ((key === 'anyOf' || key === 'oneOf') && Array.isArray(a) && Array.isArray(b) && a.length === b.length)
      return a.flatMap((one, i) => breaks(name, one, b[i], `${path}(${i + 1})`))
    return sameShape(a, b) ? [] : [`${name}${path}: ${key} ${JSON.stringify(a)} became ${JSON.stringify(b)}`]
  })
}

/** Whatever the order of their fields. */
export const sameShape = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSubset = (a: unknown, b: unknown): boolean => Array.isArray(a) && Array.isArray(b) && a.every((one) => b.includes(one))
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isShape(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}
