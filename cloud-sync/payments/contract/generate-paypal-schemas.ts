import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Makes closed JSON Schemas of what we send to PayPal and read from it out of PayPal's OpenAPI documents (Apache-2.0): structure only,
 * no text. The result is committed; the documents are not needed to run the tests.
 *
 *   node cloud-sync/payments/contract/generate-paypal-schemas.ts FOLDER_OF_THE_DOCUMENTS
 */
export const paypalSchemasFile = fileURLToPath(new URL('golden/paypal-schemas.json', import.meta.url))

const wanted = {
  'paypal-checkout_orders_v2.trim.json': ['order_request', 'order', 'order_capture_request'],
  'paypal-payments_payment_v2.trim.json': ['refund_request', 'refund'],
  'paypal-notifications_webhooks_v1.trim.json': ['verify_webhook_signature', 'verify_webhook_signature_response'],
} as const
export type PaypalShape = (typeof wanted)[keyof typeof wanted][number]
export type PaypalSchemas = Readonly<Record<PaypalShape, object>>

interface Schema {
  readonly [keyword: string]: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly $ref?: string
}

const CONSTRAINTS = ['type', 'enum', 'pattern', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum'] as const
/** ways to pay we never use: half of the document */
const LEFT_OUT = /^(?!paypal$)(card|token|bancontact|blik|eps|giropay|ideal|mybank|p24|sofort|trustly|apple_pay|google_pay|venmo)$/

export function generatePaypalSchemas(folder: string): PaypalSchemas {
  const made: Partial<Record<PaypalShape, object>> = {}
  for (const [file, shapes] of Object.entries(wanted)) {
    const { schemas } = JSON.parse(readFileSync(join(folder, file), 'utf8')).components
    for (const shape of shapes) made[shape] = closed({ $ref: `#/components/schemas/${shape}` }, schemas, new Set())
  }
  return made as PaypalSchemas
}

/** References inlined, `allOf` merged, objects closed. A reference that leads back to itself stands for anything. */
function closed(schema: Schema, all: Readonly<Record<string, Schema>>, path: ReadonlySet<string>): Schema {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/components/schemas/', '')
    const target = all[name]
    if (!target || path.has(name)) return {}
    return closed(target, all, new Set([...path, name]))
  }
  const parts = (schema.allOf ?? []).map((part) => closed(part, all, path))
  const own = Object.entries(schema.properties ?? {})
    .filter(([name]) => !LEFT_OUT.test(name))
    .map(([name, property]) => [name, closed(property, all, path)] as const)
  const properties = { ...Object.assign({}, ...parts.map((part) => part.properties ?? {})), ...Object.fromEntries(own) }
  const required = [...new Set([...parts.flatMap((part) => part.required ?? []), ...(schema.required ?? [])])]
  const kept = Object.fromEntries(CONSTRAINTS.filter((word) => schema[word] !== undefined).map((word) => [word, schema[word]]))
  if (schema.items) return { ...kept, type: 'array', items: closed(schema.items, all, path) }
  if (Object.keys(properties).length === 0) return kept
  return { ...kept, type: 'object', properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(paypalSchemasFile, `${JSON.stringify(generatePaypalSchemas(process.argv[2] ?? '.'), null, 1)}\n`)
}
