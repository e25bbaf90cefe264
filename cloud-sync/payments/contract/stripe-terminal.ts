import { randomUUID } from 'node:crypto'
import type { Ajv, ValidateFunction } from 'ajv'
import type { StripeSchemas } from './generate-stripe-schemas.ts'

interface Intent {
  readonly id: string
  readonly amount: number
  readonly currency: string
  readonly metadata: unknown
  status: 'requires_payment_method' | 'processing' | 'succeeded' | 'canceled'
  received: number
}

interface Reader {
  readonly id: string
  status: 'online' | 'offline'
  /** past the tap: the bank is asked, and nobody can stop it any more */
  busy: boolean
  action: {
    status: 'in_progress' | 'succeeded' | 'failed'
    failure_code: string | null
    failure_message: string | null
    intent: string
  } | null
}

export interface Answer {
  readonly status: number
  readonly body: object
}

/** What stands at the lane: readers that people hold cards to. */
export interface ReaderBench {
  /** a reader registered at this account */
  register(reader: string): void
  setOnline(reader: string, online: boolean): void
  /** the reference it asks a card for, or null */
  asksFor(reader: string): string | null
  /** minor units and ISO code as the reader shows them, or null */
  shows(reader: string): { readonly amount: number; readonly currency: string } | null
  /** a card is held to it, and the bank says yes; `amount` to lie about what was taken */
  tap(reader: string, amount?: number): void
  /** a card is held to it, and the bank takes its time: over with `tap` or `decline` */
  holdCard(reader: string): void
  decline(reader: string): void
  /** the driver presses "cancel" on the reader */
  pressCancel(reader: string): void
}

/**
 * Stripe Terminal's server-driven endpoints, to the shapes of the installed client's types and to the documented rules: a payment intent
 * succeeds once; a cancelled one is never asked for; a reader asks for one at a time and cannot be stopped once the card is with the bank.
 */
export function stripeTerminal(schemas: StripeSchemas['schemas'], ajv: Ajv, exact: Ajv) {
  const intents = new Map<string, Intent>()
  const readers = new Map<string, Reader>()
  const allowed = { create: ajv.compile(schemas.CreateIntent), process: ajv.compile(schemas.ProcessIntent) }
  const reply = {
    intent: exact.compile(schemas.IntentReply),
    reader: exact.compile(schemas.ReaderReply),
    action: exact.compile(schemas.ReaderActionReply),
  }
  const fitting = <T extends object>(body: T, fits: ValidateFunction): T => {
    if (!fits(body)) throw new Error(`contract server answers another shape: ${exact.errorsText(fits.errors)}`)
    return body
  }
  const intentReply = ({ id, amount, currency, metadata, status, received }: Intent) =>
    fitting({ id, object: 'payment_intent', amount, amount_received: received, currency, status, metadata }, reply.intent)
  const readerReply = (reader: Reader) => {
    const { id, status, action } = reader
    const shown = { type: 'process_payment_intent', status: action?.status, failure_code: action?.failure_code ?? null }
    return {
      ...fitting(
        { id, object: 'terminal.reader', label: 'Exit', device_type: 'bbpos_wisepos_e', status, livemode: false, serial_number: '123-456' },
        reply.reader,
      ),
      action: action && {
        ...fitting({ ...shown, failure_message: action.failure_message }, reply.action),
        process_payment_intent: { payment_intent: action.intent },
      },
    }
  }

  function process(reader: Reader, form: Record<string, unknown>): Answer {
    if (!allowed.process(form)) return refused(ajv.errorsText(allowed.process.errors))
    const intent = intents.get(String(form.payment_intent))
    if (!intent) return missing('payment_intent', String(form.payment_intent))
    if (intent.status !== 'requires_payment_method')
      return refused(`This PaymentIntent has a status of ${intent.status}.`, 'intent_invalid_state')
    if (reader.status === 'offline') return refused('Reader is currently offline.', 'terminal_reader_offline')
    if (reader.busy) return refused('Reader is currently busy processing another request.', 'terminal_reader_busy')
    reader.action = { status: 'in_progress', failure_code: null, failure_message: null, intent: intent.id }
    return { status: 200, body: readerReply(reader) }
  }

  function cancelIntent(intent: Intent): Answer {
    if (intent.status !== 'requires_payment_method')
      return refused(`You cannot cancel this PaymentIntent: it has a status of ${intent.status}.`, 'payment_intent_unexpected_state')
    intent.status = 'canceled'
    return { status: 200, body: intentReply(intent) }
  }

  function cancelAction(reader: Reader): Answer {
    if (reader.busy) return refused('Reader is currently busy processing another request.', 'terminal_reader_busy')
    reader.action = null
    return { status: 200, body: readerReply(reader) }
  }

  /** Null: not one of these endpoints. */
  function route(method: string, path: string, form: Record<string, unknown>): Answer | null {
    if (method === 'POST' && path === '/v1/payment_intents') {
      if (!allowed.create(form)) return refused(ajv.errorsText(allowed.create.errors))
      const { currency, metadata } = form
      const intent: Intent = {
        ...{ id: `pi_${randomUUID().replaceAll('-', '')}`, amount: Number(form.amount), currency: String(currency), metadata },
        ...{ status: 'requires_payment_method', received: 0 },
      }
      intents.set(intent.id, intent)
      return { status: 200, body: intentReply(intent) }
    }
    const [, kind = '', id = '', action = ''] = /^\/v1\/(payment_intents|terminal\/readers)\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? []
    if (kind === 'payment_intents') {
      const intent = intents.get(id)
      if (!intent) return missing('payment_intent', id)
      if (method === 'POST' && action === 'cancel') return cancelIntent(intent)
      return method === 'GET' && action === '' ? { status: 200, body: intentReply(intent) } : null
    }
    if (kind !== 'terminal/readers') return null
    const reader = readers.get(id)
    if (!reader) return missing('terminal.reader', id)
    if (method === 'GET' && action === '') return { status: 200, body: readerReply(reader) }
    if (method === 'POST' && action === 'process_payment_intent') return process(reader, form)
    return method === 'POST' && action === 'cancel_action' ? cancelAction(reader) : null
  }

  const at = (id: string) => {
    const reader = readers.get(id)
    if (!reader) throw new Error(`no reader ${id}`)
    return reader
  }
  const asked = (id: string) => {
    const { action } = at(id)
    const intent = action?.status === 'in_progress' ? intents.get(action.intent) : undefined
    return action && intent ? { reader: at(id), action, intent } : null
  }
  /** A card is held to the reader: the intent must still be one that can be paid, as Stripe checks it. */
  const held = (id: string) => {
    const now = asked(id)
    if (!now) throw new Error(`reader ${id} asks for no card`)
    if (now.intent.status === 'canceled') {
      Object.assign(now.action, { status: 'failed', failure_code: 'intent_invalid_state', failure_message: 'The payment was cancelled.' })
      return null
    }
    return now
  }

  const bench: ReaderBench = {
    register: (id) => void readers.set(id, { id, status: 'online', busy: false, action: null }),
    setOnline: (id, online) => void Object.assign(at(id), { status: online ? 'online' : 'offline' }),
    asksFor: (id) => asked(id)?.intent.id ?? null,
    shows: (id) => {
      const now = asked(id)
      return now && { amount: now.intent.amount, currency: now.intent.currency.toUpperCase() }
    },
    holdCard(id) {
      const now = held(id)
      if (!now) return
      now.reader.busy = true
      now.intent.status = 'processing'
    },
    tap(id, amount) {
      const now = held(id)
      if (!now) return
      Object.assign(now.intent, { status: 'succeeded', received: amount ?? now.intent.amount })
      Object.assign(now.reader, { busy: false })
      now.action.status = 'succeeded'
    },
    decline(id) {
      const now = held(id)
      if (!now) return
      now.intent.status = 'requires_payment_method'
      now.reader.busy = false
      Object.assign(now.action, { status: 'failed', failure_code: 'card_declined', failure_message: 'Your card was declined.' })
    },
    pressCancel(id) {
      const now = held(id)
      if (now)
        Object.assign(now.action, { status: 'failed', failure_code: 'customer_canceled', failure_message: 'Cancelled on the reader.' })
    },
  }
  return { route, bench, takenBy: (intent: string) => intents.get(intent)?.received ?? null }
}

function refused(message: string, code?: string): Answer {
  return { status: 400, body: { error: { type: 'invalid_request_error', message, ...(code ? { code } : {}) } } }
}

function missing(kind: string, id: string): Answer {
  return { status: 404, body: { error: { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${kind}: '${id}'` } } }
}
