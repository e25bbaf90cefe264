import { isLanguage, languageOf, localeOf } from '@gatehouse/domain/language.ts'
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '@gatehouse/domain/time.ts'
import { inRounds } from '../in-rounds.ts'
import {
  askMail,
  eraseMail,
  holderReceipts,
  languageOfMail,
  type MailRow,
  mailToSend,
  noteMail,
  queueHolderReceipt,
  stopMail,
} from '../store/mail.ts'
import type { Store } from '../store/open-store.ts'
import { readAddress } from './address.ts'
import type { MailKey } from './mail-key.ts'
import { type Letter, MailError, type Post } from './post.ts'

/** What the letter says; the rest is the postman's. Null: what it is about is not all here yet. */
export type Written = Pick<Letter, 'fromName' | 'subject' | 'text' | 'html'>

export interface PostmanDeps {
  readonly store: Store
  readonly post: Post
  readonly key: MailKey
  /** `patient`: it may still wait for what the car park has not sent */
  readonly write: (letter: MailRow, links: { readonly stopUrl: string }, patient: boolean) => Promise<Written | null>
  /** what the outside calls this cloud */
  readonly publicUrl: string
  readonly now: () => EpochMs
  readonly newId: () => string
  /** 0 ≤ x < 1 */
  readonly random: () => number
  readonly log: { warn(facts: object, sentence: string): void; error(facts: object, sentence: string): void }
}

/** letters to one address a day, and of one ticket ever: enough for a typing mistake, too few to bother anybody with */
const LIMITS = { perTicket: 3, perAddressADay: 5 }
/** a letter not delivered by then is dead, and its address erased */
const GIVE_UP_MS = 3 * DAY_MS
/** how long a letter waits for the lines of its price before it goes without */
const PATIENCE_MS = DAY_MS
/** links in letters work at least this long */
const FORGET_MS = 60 * DAY_MS
const LEASE_MS = 5 * MINUTE_MS
const BATCH = 20

export type Postman = ReturnType<typeof makePostman>

/** The outbox of receipts: takes wishes, sends with retries, and erases addresses. */
export function makePostman(deps: PostmanDeps) {
  const { store, key, now } = deps
  const stopUrl = (id: string) => `${deps.publicUrl}/mail/${key.linkOf(id)}`

  function newMail(at: { readonly site: string; readonly nonce: string }, address: string, language: string, locale: string) {
    return {
      ...{ id: deps.newId(), site: at.site, nonce: at.nonce, address, mark: key.mark(address), language, locale },
      ...{ now: now(), eraseAt: now() + GIVE_UP_MS },
    }
  }

  /** A driver's wish, typed on the page of a paid ticket. */
  async function ask(
    ticket: { readonly site: string; readonly nonce: string },
    typed: string,
    speech: { readonly language: string; readonly locale: string },
  ): Promise<'asked' | 'badAddress' | 'enough'> {
    const address = readAddress(typed)
    if (address === null) return 'badAddress'
    return askMail(store, newMail(ticket, address, speech.language, speech.locale), LIMITS)
  }

  /** One round over the outbox. Stops early when there is no mail server to talk to. */
  async function deliver(): Promise<{ readonly sent: number; readonly failed: number }> {
    let [sent, failed] = [0, 0]
    for (const letter of await mailToSend(store, { now: now(), leaseMs: LEASE_MS, limit: BATCH })) {
      const went = await sendOne(letter)
      if (went === 'sent') sent++
      else if (went !== 'waits') failed++
      if (went === 'unreachable') break
    }
    return { sent, failed }
  }

  async function sendOne(letter: MailRow): Promise<'sent' | 'waits' | 'failed' | 'unreachable'> {
    const note = (state: 'due' | 'sent' | 'dead', error: string | null, nextTryAt: EpochMs, counts = true) =>
      noteMail(store, letter.id, { state, error, now: now(), nextTryAt, counts })
    try {
      const patient = now() < letter.requestedAt + PATIENCE_MS
      const written = await deps.write(letter, { stopUrl: stopUrl(letter.id) }, patient)
      if (written === null) {
        await note('due', null, now() + Math.min(10 * MINUTE_MS, Math.max(5 * SECOND_MS, (now() - letter.requestedAt) / 4)), false)
        return 'waits'
      }
      const to = readAddress(letter.address ?? '')
      if (to === null) throw new MailError('refused', 'What stands in the books is no e-mail address.')
      await deps.post.send({ ...written, to, id: letter.id, language: letter.language, stopUrl: stopUrl(letter.id) })
      await note('sent', null, now())
      return 'sent'
    } catch (error) {
      return failed(letter, error, note)
    }
  }

  async function failed(
    letter: MailRow,
    error: unknown,
    note: (state: 'due' | 'dead', error: string, nextTryAt: EpochMs) => Promise<void>,
  ): Promise<'failed' | 'unreachable'> {
    const kind = error instanceof MailError ? error.kind : 'later'
    const sentence = error instanceof Error ? error.message : String(error)
    const facts = { letter: letter.id, site: letter.site, tries: letter.tries + 1, err: sentence }
    if (kind === 'refused') {
      await note('dead', sentence, now())
      deps.log.warn(facts, 'a receipt cannot be mailed; its address is erased')
      return 'failed'
    }
    await note('due', sentence, now() + waitMs(letter.tries, deps.random()))
    if (kind === 'setup') deps.log.error(facts, 'receipts cannot be mailed; a person must look at SMTP_URL and MAIL_FROM')
    else deps.log.warn(facts, 'a receipt could not be mailed now; it will be tried again')
    return kind === 'later' ? 'failed' : 'unreachable'
  }

  /** Receipts that holders of permits get by themselves, and the end of addresses. */
  async function tidy(): Promise<{ readonly queued: number; readonly erased: number }> {
    const owed = await holderReceipts(store, now() - FORGET_MS / 2, 200)
    for (const { site, nonce, email, holderId, country, language: own } of owed) {
      const language = isLanguage(own) ? own : languageOf(country)
      const address = readAddress(email)
      // written down as well when it is no address: it is asked for once, not every minute
      const mail = newMail({ site, nonce }, address ?? email, language, localeOf(language, country))
      await queueHolderReceipt(store, { ...mail, holderId })
    }
    const { erased } = await eraseMail(store, { now: now(), forgetBefore: now() - FORGET_MS })
    return { queued: owed.length, erased }
  }

  return {
    ask,
    deliver,
    tidy,
    /** by the link of a letter: no more mail to its address. False: not a link of ours, or of a letter long forgotten */
    async stop(link: string): Promise<boolean> {
      const id = key.letterOf(link)
      return id !== null && (await stopMail(store, id, key.mark, now()))
    },
    /** the language of the letter that has this link; null: of a letter long forgotten, or none of ours */
    async languageOf(link: string): Promise<string | null> {
      const id = key.letterOf(link)
      return id === null ? null : languageOfMail(store, id)
    },
    isOurs: (link: string): boolean => key.letterOf(link) !== null,
  }
}

/** Full jitter (as the boxes' sync has it) between 5 s and a ceiling that doubles from 30 s to 2 h; `tries` failed before this one. */
export function waitMs(tries: number, random: number): number {
  return Math.max(5 * SECOND_MS, Math.round(random * Math.min(2 * HOUR_MS, 30 * SECOND_MS * 2 ** Math.min(tries, 20))))
}

/** Runs the postman for ever. Returns a function that stops it and waits for what is under way. */
export function startPostman(
  postman: Postman,
  log: PostmanDeps['log'],
  everyMs = 2 * SECOND_MS,
  tidyMs = 30 * SECOND_MS,
): () => Promise<void> {
  const stops = [
    inRounds(postman.deliver, everyMs, (error) => log.error({ err: error.message }, 'the outbox of receipts failed; it goes on')),
    inRounds(postman.tidy, tidyMs, (error) => log.error({ err: error.message }, 'tidying the outbox of receipts failed; it goes on')),
  ]
  return async () => void (await Promise.all(stops.map((stop) => stop())))
}
