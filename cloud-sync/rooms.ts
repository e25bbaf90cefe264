import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { isLanguage } from '@gatehouse/domain/language.ts'
import { ticketTag } from '@gatehouse/domain/proof/ticket.ts'
import { makeDoor } from './accounts/door.ts'
import type { Letters } from './accounts/letters.ts'
import { makeMornings } from './accounts/mornings.ts'
import { makePasskeys } from './accounts/passkeys.ts'
import { makePeople } from './accounts/people.ts'
import { makeSignIn } from './accounts/sign-in.ts'
import { watchSite } from './alerts/watch.ts'
import type { CloudContext, Room } from './app.ts'
import { isLoopback } from './config.ts'
import { inRounds } from './in-rounds.ts'
import { mediaRoutes } from './ingest/media-routes.ts'
import { readBody } from './ingest/read-body.ts'
import { sweepPictures, sweepStrays } from './ingest/sweep-pictures.ts'
import { readAddress } from './mail/address.ts'
import { openMailKey } from './mail/mail-key.ts'
import { makePostman, type Postman, startPostman } from './mail/postman.ts'
import { makeSmtp } from './mail/smtp.ts'
import { makeOwnerMerchants, type OwnerMerchants } from './owners/merchants.ts'
import { makeOwnerPermits } from './owners/permits.ts'
import { makeOwnerRates } from './owners/rates.ts'
import { makeOwnerSites } from './owners/sites.ts'
import { type CardDesk, makeCardDesk } from './payments/card-desk.ts'
import { choosePaymentProviders } from './payments/choose-providers.ts'
import { makeDesk } from './payments/desk.ts'
import { makeKeyRing } from './payments/key-ring.ts'
import { mountCard } from './payments/mount-card.ts'
import { mountWebhooks } from './payments/mount-webhooks.ts'
import { startReconciler } from './payments/reconciler.ts'
import { makeReports } from './reports/reports.ts'
import { siteById } from './store/fleet.ts'
import { sweepPeople } from './store/people.ts'
import type { PictureBytes } from './store/picture-bytes.ts'
import { pictureFolder } from './store/picture-folder.ts'
import { ticketFacts } from './store/ticket.ts'
import { mountOwner } from './web/owner/mount-owner.ts'
import { morningLetter } from './web/owner/people/morning-letter.ts'
import { mountMailStop } from './web/pay/mount-mail-stop.ts'
import { mountPay } from './web/pay/mount-pay.ts'
import { mountReceipts } from './web/pay/mount-receipts.ts'
import { mountVoucher } from './web/pay/mount-voucher.ts'
import { receiptLetter } from './web/pay/receipt-letter.ts'
import { wordsOf } from './web/pay/strings/every-language.ts'

/** The rooms people see: payments, reports, owners, pages. Here the rooms' own small ports are proved to fit. */
export async function openRooms(context: CloudContext): Promise<readonly Room[]> {
  const bytes = pictureFolder(join(context.config.dataDir, 'pictures'))
  const { store, now, newId, config } = context
  const merchants = makeOwnerMerchants({ store, now, newId, random: (length) => randomBytes(length) })
  const vouchers = mountVoucher({
    ...{ merchants, now, publicUrl: config.publicUrl, words: ({ language }) => wordsOf[language] },
    place: (site) => siteById(store, site),
  })
  const cards = await cardDesk(context)
  const postman = receiptPostman(context)
  return [
    await paymentRoom(context, cards, postman),
    ...(postman ? [mailRoom(context, postman)] : []),
    cardRoom(context, cards),
    { app: vouchers },
    pictureRoom(context, bytes),
    ownerRoom(context, merchants, bytes),
  ]
}

/** Cards at the lanes; null unless the operator names readers. The client is loaded only then: it is large. */
async function cardDesk({ config, store, now, newId, log }: CloudContext): Promise<CardDesk | null> {
  const { stripe } = config.providers
  if (!stripe?.readers) return null
  const { makeStripeReaders } = await import('./payments/stripe-readers.ts')
  return makeCardDesk({ store, now, newId, log, lanes: stripe.readers, readers: makeStripeReaders(stripe) })
}

const cardRoom = ({ devices }: CloudContext, cards: CardDesk | null): Room => ({
  app: mountCard({ cards, readBody, authenticate: devices.authenticate }),
})

/** a replaced key stops counting seven days later, though nothing happens then */
const KEYS_AGAIN_MS = 3_600_000

/** The driver's pages, the providers' webhooks, and the reconciler that makes both complete. */
async function paymentRoom(
  { config, store, enrolment, now, newId, log }: CloudContext,
  cards: CardDesk | null,
  mail: Postman | null,
): Promise<Room> {
  const providers = await choosePaymentProviders({
    ...{ production: config.production, test: config.testPayments, now },
    ...config.providers,
  })
  const keys = makeKeyRing()
  const reload = async () => {
    const found = await enrolment.keyed()
    if (found.strangers.length > 0)
      log.error({ boxes: found.strangers }, 'boxes agreed their codes with a key this cloud no longer has: enrol them again')
    keys.reload(found.keys)
  }
  await reload()
  const again = () => reload().catch((error: Error) => log.error({ err: error.message }, 'the keys of the boxes could not be read'))
  enrolment.onKeys(again)
  const timer = setInterval(again, KEYS_AGAIN_MS)
  const common = { store, now, newId, log, providers: providers.all, cards }
  const desk = makeDesk({ ...common, keys })
  const app = mountPay({ desk, mail, test: providers.test, now, publicUrl: config.publicUrl })
  app.route('/', mountReceipts({ desk, mail, now, publicUrl: config.publicUrl }))
  app.route('/', mountWebhooks({ ...common, desk }))
  const stop = startReconciler({ ...common, desk })
  return {
    app,
    stop: async () => {
      clearInterval(timer)
      await stop()
    },
  }
}

/** Receipts by e-mail; null unless the operator names a mail server. */
function receiptPostman({ config, store, now, newId, random, log }: CloudContext): Postman | null {
  const { mail, publicUrl } = config
  if (!mail || publicUrl === null) return null
  return makePostman({
    ...{ store, publicUrl, now, newId, random, log },
    post: makeSmtp(mail),
    key: openMailKey(join(config.dataDir, 'mail-key')),
    write: async ({ site, nonce, language, locale, purpose }, { stopUrl }, patient) => {
      const facts = await ticketFacts(store, { site, nonce })
      if (!facts?.payment || (facts.quote === null && patient)) return null
      const speech = { language: isLanguage(language) ? language : 'en', locale } as const
      const receiptsAt = `${new URL(publicUrl).host}/receipt`
      const { payment } = facts
      return receiptLetter({
        ...{ facts: { ...facts, payment }, tag: ticketTag(nonce), words: wordsOf[speech.language], speech },
        ...{ purpose, stopUrl, receiptsAt },
      })
    },
  })
}

const mailRoom = ({ log }: CloudContext, postman: Postman): Room => ({ app: mountMailStop(postman), stop: startPostman(postman, log) })

const SWEEP_PICTURES_MS = 60_000
const SWEEP_STRAYS_MS = 3_600_000

/** Pictures of cars as the boxes bring them, and their end. */
function pictureRoom({ store, devices, now, newId, random, log }: CloudContext, bytes: PictureBytes): Room {
  const failed = (error: Error) => log.warn({ err: error.message }, 'pictures could not be cleared away; it is tried again')
  const sweep = () => void sweepPictures(store, bytes, now()).catch(failed)
  // files carry this machine's own time, also where a simulated clock drives the car park
  const sweepOld = () => void sweepStrays(store, bytes, Date.now()).catch(failed)
  const timers = [setInterval(sweep, SWEEP_PICTURES_MS), setInterval(sweepOld, SWEEP_STRAYS_MS)]
  const app = mediaRoutes({ store, bytes, clock: { now, newId }, random, authenticate: devices.authenticate })
  return { app, stop: async () => timers.forEach(clearInterval) }
}

/** Links for people with an account, by e-mail; null unless the operator names a mail server. */
function accountLetters({ config, newId, log }: CloudContext): Letters | null {
  if (!config.mail) return null
  const post = makeSmtp(config.mail)
  return {
    send: (letter) =>
      post.send({ ...letter, id: newId(), fromName: 'Gatehouse', stopUrl: null }).then(
        () => true,
        (error: Error) => {
          log.error({ err: error.message }, 'a link to sign in could not be mailed')
          return false
        },
      ),
  }
}

const SWEEP_PEOPLE_MS = 3_600_000
const MORNINGS_MS = 60_000

function ownerRoom(context: CloudContext, merchants: OwnerMerchants, bytes: PictureBytes): Room {
  const { config, store, enrolment, siblings, refusals, shapeAlarm, now, newId, log } = context
  const stopping = new AbortController()
  // logins run on the wall clock, even where a simulated one drives the car park
  const clock = { store, now: Date.now, newId, readAddress, letters: accountLetters(context) }
  const signIn = makeSignIn(clock)
  const stopSweeping = inRounds(
    () => sweepPeople(store, Date.now()),
    SWEEP_PEOPLE_MS,
    (error) => log.warn({ err: error.message }, 'old logins could not be cleared away; it is tried again'),
  )
  const reports = makeReports({
    ...{ store, now, bytes },
    needsYou: async (site) => watchSite(store, site, await reports.completeness(site), now()),
  })
  const mornings = makeMornings({
    ...{ store, now, letters: clock.letters, reports },
    // letters are sent only where the address that they lead to is named
    write: (reader, days) => morningLetter(reader, days, config.publicUrl ?? ''),
  })
  const stopMornings = inRounds(mornings.round, MORNINGS_MS, (error) =>
    log.error({ err: error.message }, 'the morning letters failed; they are tried again'),
  )
  const app = mountOwner({
    ...{ reports, rates: makeOwnerRates({ store, now }), permits: makeOwnerPermits({ store, now, newId }), merchants, now },
    sites: makeOwnerSites({ store, now }),
    boxes: {
      ...{ list: enrolment.boxes, claim: enrolment.claim, revoke: enrolment.revoke, met: siblings.met, refuse: siblings.refuse },
      boxDoor: () => ({ refused: refusals.counts(), alarm: shapeAlarm() }),
    },
    door: makeDoor({ token: config.ownerToken, now: Date.now, personOf: signIn.personOf }),
    accounts: { people: makePeople(clock), signIn, passkeys: makePasskeys({ store, now: Date.now, log }), mornings },
    // without a token the configuration allows nothing but a loopback address to listen on
    peerOf: () => (isLoopback(config.host) ? '127.0.0.1' : null),
    ...{ publicUrl: config.publicUrl, stopping: stopping.signal },
  })
  return {
    app,
    stop: async () => {
      stopping.abort()
      await Promise.all([stopSweeping(), stopMornings()])
    },
  }
}
