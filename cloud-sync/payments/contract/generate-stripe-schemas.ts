import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGenerator } from 'ts-json-schema-generator'

/**
 * Turns the request and reply types of the installed `stripe` package into closed JSON Schemas. About 5 s, so the result is
 * committed beside this file; a test refuses it when another version of `stripe` is installed.
 *
 *   node cloud-sync/payments/contract/generate-stripe-schemas.ts
 */
export interface StripeSchemas {
  readonly stripe: string
  readonly schemas: Readonly<Record<StripeShape, object>>
}
const shapes = [
  ...(['CreateSession', 'CreateRefund', 'SessionReply', 'RefundReply'] as const),
  ...(['CreateIntent', 'ProcessIntent', 'IntentReply', 'ReaderReply', 'ReaderActionReply'] as const),
]
export type StripeShape = (typeof shapes)[number]

export const schemasFile = fileURLToPath(new URL('golden/stripe-schemas.json', import.meta.url))

const stripeFolder = dirname(dirname(createRequire(import.meta.url).resolve('stripe')))

export function installedStripeVersion(): string {
  return JSON.parse(readFileSync(join(stripeFolder, 'package.json'), 'utf8')).version
}

// the replies' expandable members pull in half of Stripe; what is used of them is picked by name
const entry = `
import type { Checkout, Session } from '${stripeFolder}/esm/resources/Checkout/Sessions.js'
import type { Refund, RefundCreateParams } from '${stripeFolder}/esm/resources/Refunds.js'
import type { PaymentIntent, PaymentIntentCreateParams } from '${stripeFolder}/esm/resources/PaymentIntents.js'
import type { Reader, Terminal } from '${stripeFolder}/esm/resources/Terminal/Readers.js'
export type CreateSession = Checkout.SessionCreateParams
export type CreateRefund = RefundCreateParams
export type SessionReply = Pick<Session, 'id' | 'object' | 'mode' | 'url' | 'status' | 'payment_status' | 'amount_total'
  | 'currency' | 'expires_at' | 'client_reference_id' | 'metadata'>
export type RefundReply = Pick<Refund, 'id' | 'object' | 'amount' | 'currency' | 'status' | 'reason' | 'metadata'>
export type CreateIntent = Pick<PaymentIntentCreateParams, 'amount' | 'currency' | 'allowed_payment_method_types' | 'capture_method'
  | 'description' | 'metadata'>
export type ProcessIntent = Terminal.ReaderProcessPaymentIntentParams
export type IntentReply = Pick<PaymentIntent, 'id' | 'object' | 'amount' | 'amount_received' | 'currency' | 'status' | 'metadata'>
export type ReaderReply = Pick<Reader, 'id' | 'object' | 'label' | 'device_type' | 'status' | 'livemode' | 'serial_number'>
export type ReaderActionReply = Pick<Reader.Action, 'type' | 'status' | 'failure_code' | 'failure_message'>
`

export function generateStripeSchemas(): StripeSchemas {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-stripe-'))
  try {
    writeFileSync(join(folder, 'entry.ts'), entry)
    const compilerOptions = { target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', strict: true, noEmit: true, types: [] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['entry.ts'] }))
    const generator = createGenerator({
      path: join(folder, 'entry.ts'),
      tsconfig: join(folder, 'tsconfig.json'),
      skipTypeCheck: true,
      expose: 'none',
      additionalProperties: false,
      jsDoc: 'none',
    })
    const one = (shape: StripeShape) => closed(named(shape, generator.createSchema(shape))) as object
    const schemas = Object.fromEntries(shapes.map((shape) => [shape, one(shape)])) as Record<StripeShape, object>
    return { stripe: installedStripeVersion(), schemas }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The generator names a definition after the temporary file it read; the same types must give the same text. */
function named(shape: StripeShape, schema: object): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll(/def-alias[\w.-]*/g, shape))
}

/** Stripe types its enums as "these, or any other string"; a contract that any string passes proves nothing. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed)
  if (typeof node !== 'object' || node === null) return node
  const options: unknown = 'anyOf' in node ? node.anyOf : null
  if (Array.isArray(options) && options.some(isAnyString)) {
    const known = options.filter((option) => !isAnyString(option))
    if (known.some((option) => 'enum' in option || 'const' in option)) {
      return closed(known.length === 1 ? known[0] : { ...node, anyOf: known })
    }
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]))
}

function isAnyString(option: object): boolean {
  return 'type' in option && option.type === 'string' && Object.keys(option).length === 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(schemasFile, `${JSON.stringify(generateStripeSchemas(), null, 1)}\n`)
}
