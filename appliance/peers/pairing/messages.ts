import * as v from 'valibot'

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max))

/** joiner → inviter: who it is, where it will be reached, the public half of its own key, its half of the key agreement */
export const helloMessage = v.object({
  v: v.literal(1),
  site: text(64),
  device: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/)),
  host: text(253),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  publicKey: text(1_000),
  agreement: text(200),
})
/** inviter → joiner, or why not */
export const commitMessage = v.variant('kind', [
  v.object({ v: v.literal(1), kind: v.literal('commit'), device: text(64), agreement: text(200), commit: text(100) }),
  v.object({ v: v.literal(1), kind: v.literal('refused'), reason: text(300) }),
])
export const nonceMessage = v.object({ nonce: text(100) })
/** sealed: what the person at that screen said */
export const verdictMessage = v.object({ same: v.boolean() })
/** sealed, inviter → joiner: everything that makes it a member, or why not */
export const grantMessage = v.variant('kind', [
  v.object({ kind: v.literal('grant'), authority: text(4_000), certificate: text(4_000), roster: v.unknown() }),
  v.object({ kind: v.literal('refused'), reason: text(300) }),
])

/** The message in a line; throws a sentence for people. */
export function understand<T>(schema: v.GenericSchema<unknown, T>, line: string | unknown): T {
  const parsed = v.safeParse(schema, typeof line === 'string' ? parse(line) : line)
  if (parsed.success) return parsed.output
  throw new Error('the other side does not speak as a Gatehouse box of this release does: nothing was changed')
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
