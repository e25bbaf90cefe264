import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import type { TicketKey } from './checkout.ts'
import type { Store } from './open-store.ts'
import type { Sql } from './sql.ts'

export interface MailRow extends TicketKey {
  readonly id: string
  readonly purpose: 'asked' | 'holder'
  /** null once erased */
  readonly address: string | null
  readonly language: string
  readonly locale: string
  readonly state: 'due' | 'sent' | 'dead' | 'stopped'
  readonly tries: number
  readonly requestedAt: EpochMs
}

export interface NewMail extends TicketKey {
  readonly id: string
  readonly address: string
  readonly mark: string
  readonly language: string
  readonly locale: string
  readonly now: EpochMs
  readonly eraseAt: EpochMs
}

export interface MailLimits {
  /** letters of one ticket, ever */
  readonly perTicket: number
  /** letters to one address in a day, of all tickets together */
  readonly perAddressADay: number
}

const columns = `id, site_id, nonce, purpose, address, language, locale, state, tries, requested_at`

/**
 * Puts a receipt that somebody asked for into the outbox. `enough`: the ticket or the address has had its share, or the address wants
 * none. Asked again while the same letter is on its way, it is that letter.
 */
export async function askMail(store: Store, mail: NewMail, limits: MailLimits): Promise<'asked' | 'enough'> {
  return store.transact(async (tx) => {
    // two taps at once must not both see room for one more; always in this order
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7282))', [`${mail.site}\n${mail.nonce}`])
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7283))', [mail.mark])
    const [found] = await tx.query<{ refused: boolean; same: number; of_ticket: number; of_address: number }>(
      `select exists (select 1 from mail_refusal where address_mark = $3) as refused,
              (select count(*)::int from mail where site_id = $1 and nonce = $2 and address_mark = $3 and state = 'due') as same,
              (select count(*)::int from mail where site_id = $1 and nonce = $2 and purpose = 'asked') as of_ticket,
              (select count(*)::int from mail where address_mark = $3 and requested_at > $4) as of_address`,
      [mail.site, mail.nonce, mail.mark, mail.now - DAY_MS],
    )
    if (!found || found.refused) return 'enough'
    if (found.same > 0) return 'asked'
    if (found.of_ticket >= limits.perTicket || found.of_address >= limits.perAddressADay) return 'enough'
    await tx.query(
      `insert into mail (id, site_id, nonce, purpose, address, address_mark, language, locale, state, next_try_at, requested_at, erase_at)
       values ($1, $2, $3, 'asked', $4, $5, $6, $7, 'due', $8, $8, $9)`,
      [mail.id, mail.site, mail.nonce, mail.address, mail.mark, mail.language, mail.locale, mail.now, mail.eraseAt],
    )
    return 'asked'
  })
}

/** Letters whose turn it is; each is put off by `leaseMs` so that two processes do not send it both. */
export async function mailToSend(
  sql: Sql,
  request: { readonly now: EpochMs; readonly leaseMs: number; readonly limit: number },
): Promise<readonly MailRow[]> {
  const rows = await sql.query<Record<string, unknown>>(
    `update mail set next_try_at = $1::bigint + $2::bigint
      where id in (select id from mail where state = 'due' and next_try_at <= $1 order by next_try_at limit $3 for update skip locked)
      returning ${columns}`,
    [request.now, request.leaseMs, request.limit],
  )
  return rows.map(mailOf)
}

/** Notes what came of a letter, unless it was stopped meanwhile. A letter that is not due any more needs no address. */
export async function noteMail(
  sql: Sql,
  id: string,
  outcome: {
    readonly state: 'due' | 'sent' | 'dead'
    readonly error: string | null
    readonly now: EpochMs
    readonly nextTryAt: EpochMs
    /** false: the letter waited for something, nobody was bothered */
    readonly counts: boolean
  },
): Promise<void> {
  await sql.query(
    `update mail set state = $2, last_error = coalesce($3, last_error), next_try_at = $4, tries = tries + $6::int,
            sent_at = case when $2 = 'sent' then $5::bigint else sent_at end, address = case when $2 = 'due' then address end
      where id = $1 and state = 'due'`,
    [id, outcome.state, outcome.error, outcome.nextTryAt, outcome.now, outcome.counts ? 1 : 0],
  )
}

/** Erases addresses whose time has come (a letter still due then is dead) and forgets letters from before `forgetBefore`. Returns how many of each. */
export async function eraseMail(
  sql: Sql,
  { now, forgetBefore }: { readonly now: EpochMs; readonly forgetBefore: EpochMs },
): Promise<{ readonly erased: number; readonly forgotten: number }> {
  const erased = await sql.query(
    `update mail set address = null, state = case when state = 'due' then 'dead' else state end
      where address is not null and erase_at <= $1 returning id`,
    [now],
  )
  const forgotten = await sql.query(`delete from mail where requested_at < $1 and address is null returning id`, [forgetBefore])
  return { erased: erased.length, forgotten: forgotten.length }
}

/**
 * No more mail to the address of this letter: its mark is remembered, what was on its way to it is stopped and erased, and holders
 * of permits who have it no longer agree to receipts. `markOf` is the keyed hash. False: the letter is forgotten already.
 */
export async function stopMail(store: Store, id: string, markOf: (address: string) => string, now: EpochMs): Promise<boolean> {
  return store.transact(async (tx) => {
    const [letter] = await tx.query<{ address_mark: string }>('select address_mark from mail where id = $1', [id])
    if (!letter) return false
    await tx.query('insert into mail_refusal (address_mark, at) values ($1, $2) on conflict do nothing', [letter.address_mark, now])
    await tx.query(
      `update mail set address = null, state = case when state = 'due' then 'stopped' else state end where address_mark = $1`,
      [letter.address_mark],
    )
    const holders = await tx.query<{ site_id: string; id: string; email: string }>(
      'select site_id, id, email from right_holder where consent_at is not null and email is not null',
    )
    for (const holder of holders) {
      if (markOf(holder.email) !== letter.address_mark) continue
      await tx.query('update right_holder set consent_at = null where site_id = $1 and id = $2', [holder.site_id, holder.id])
    }
    return true
  })
}

/** The language a letter was written in; null: it is forgotten already. */
export async function languageOfMail(sql: Sql, id: string): Promise<string | null> {
  const [letter] = await sql.query<{ language: string }>('select language from mail where id = $1', [id])
  return letter?.language ?? null
}

/** A payment of a permit's holder who agreed to receipts, not yet in the outbox. */
export interface HolderReceipt extends TicketKey {
  readonly holderId: string
  readonly email: string
  /** what the holder reads; null: nobody said */
  readonly language: string | null
  readonly country: string
}

/** Payments since `since`, made after their holder agreed, of stays on a permit: the oldest first. */
export const holderReceipts = (sql: Sql, since: EpochMs, limit: number): Promise<readonly HolderReceipt[]> =>
  sql.query<HolderReceipt>(
    `select distinct on (q.site_id, q.nonce, h.id) q.site_id as site, q.nonce, h.id as "holderId", h.email, h.language, s.country
       from right_holder h
       join permit p on p.site_id = h.site_id and p.holder_id = h.id
       join session v on v.site_id = p.site_id and v.right_id = p.id
       join quote q on q.site_id = v.site_id and q.session_id = v.id
       join payment m on m.site_id = q.site_id and m.quote_id = q.id and not m.duplicate
       join site s on s.id = h.site_id
      where h.consent_at is not null and h.email is not null and m.amount_minor > 0 and m.settled_at >= greatest(h.consent_at, $1)
        and not exists (select 1 from mail l where l.site_id = q.site_id and l.nonce = q.nonce and l.holder_id = h.id)
      order by q.site_id, q.nonce, h.id limit $2`,
    [since, limit],
  )

/** Puts a holder's receipt into the outbox, once; not where the address wants no mail. */
export async function queueHolderReceipt(sql: Sql, mail: NewMail & { readonly holderId: string }): Promise<void> {
  await sql.query(
    `insert into mail (id, site_id, nonce, purpose, holder_id, address, address_mark, language, locale, state, next_try_at, requested_at, erase_at)
     select $1, $2, $3, 'holder', $4, case when refused then null else $5 end, $6, $7, $8, case when refused then 'stopped' else 'due' end,
            $9::bigint, $9::bigint, $10::bigint
       from (select exists (select 1 from mail_refusal where address_mark = $6) as refused) r
     on conflict do nothing`,
    [mail.id, mail.site, mail.nonce, mail.holderId, mail.address, mail.mark, mail.language, mail.locale, mail.now, mail.eraseAt],
  )
}

function mailOf(row: Record<string, unknown>): MailRow {
  return {
    id: row.id as string,
    site: row.site_id as string,
    nonce: row.nonce as string,
    purpose: row.purpose as MailRow['purpose'],
    address: row.address as string | null,
    language: row.language as string,
    locale: row.locale as string,
    state: row.state as MailRow['state'],
    tries: row.tries as number,
    requestedAt: row.requested_at as number,
  }
}
