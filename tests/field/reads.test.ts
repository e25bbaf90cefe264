import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@gatehouse/domain/time.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Field, openField } from './field-site.ts'

describe('which car is it', () => {
  let site: Field
  beforeEach(async () => {
    site = await openField()
  })
  afterEach(async () => {
    expect(site.balanced()).toEqual({ chain: true, differences: [] })
    await site.stop()
  })

  it('[F1] in as OB123, out as 0B123: the one near car inside is the one, and both raw reads are kept', async () => {
    const session = await site.comesIn({ reads: 'OB123' })
    await site.comesIn({ reads: 'KX77' })
    await site.leap(95 * MINUTE_MS)
    await site.stand('exit', { reads: '0B123' })
    const { car, quote } = await site.screen('exit', 'yourCar')
    expect(car.sessionId).toBe(session)
    expect(quote.amountMinor).toBe(500)
    await site.payByCard()
    await site.armUp('exit')
    await site.driveThrough('exit')
    await site.atRest('exit')
    expect(site.outcome(session)).toBe('paid')
    const texts = site.rows<{ text: string }>('select distinct p.text from observation o join plate p on p.ref = o.plate_ref order by 1')
    expect(texts.map(({ text }) => text)).toEqual(['0B123', 'KX77', 'OB123'])
  })

  it('[E35] a stay that was paid teaches the box how its cameras misread', async () => {
    await site.comesIn({ reads: 'OB123' })
    await site.leap(95 * MINUTE_MS)
    await site.stand('exit', { reads: '0B123' })
    await site.screen('exit', 'yourCar')
    expect(site.box().ledger.misreads()).toEqual([])
    await site.payByCard()
    await site.armUp('exit')
    await site.driveThrough('exit')
    await site.atRest('exit')
    expect(site.box().ledger.misreads()).toContainEqual({ written: 'O', seen: '0', count: 1 })
    expect(site.box().ledger.misreads()).toContainEqual({ written: 'B', seen: 'B', count: 1 })
  })

  it('[D11] [R15] a read too poor to bill by itself opens the quote of the one car inside it can be, at once', async () => {
    const session = await site.comesIn({ reads: 'MTK4711' })
    for (const reads of ['HBX220', 'KA77', 'BOR1900', 'FDZ305']) await site.comesIn({ reads })
    await site.leap(95 * MINUTE_MS)
    await site.stand('exit', { reads: 'MTK471', confidence: 0.4 })
    expect((await site.screen('exit', 'yourCar')).car.sessionId).toBe(session)
    expect(site.events('quote.issued')).toMatchObject([{ sessionId: session }])
    expect(site.anomalies()).toEqual([])
  })

  it('[D11] [R15] the same poor read among two of a fleet is a question with photos, and bills nobody', async () => {
    const fleet = [await site.comesIn({ reads: 'MTK4711' }), await site.comesIn({ reads: 'MTK4716' })]
    await site.leap(95 * MINUTE_MS)
    await site.stand('exit', { reads: 'MTK471', confidence: 0.4 })
    const { suggestions } = await site.screen('exit', 'notFound')
    expect(suggestions.map(({ sessionId }) => sessionId).sort()).toEqual([...fleet].sort())
    expect(site.events('quote.issued')).toEqual([])
  })

  it('[F1] two near cars inside: photos at the kiosk, nothing is charged before the driver has picked', async () => {
    const mine = await site.comesIn({ reads: 'OB123' })
    const other = await site.comesIn({ reads: 'DB123' })
    await site.leap(95 * MINUTE_MS)
    await site.stand('exit', { reads: '0B123' })
    const { suggestions } = await site.screen('exit', 'notFound')
    expect(suggestions.map(({ sessionId }) => sessionId).sort()).toEqual([mine, other].sort())
    expect(suggestions.every(({ imageUrl, enteredAt }) => imageUrl !== null && enteredAt === null)).toBe(true)
    expect(site.events('quote.issued')).toEqual([])
    for (const { imageUrl } of suggestions) expect((await fetch(`${site.box().url}${imageUrl}`)).status).toBe(200)
    await site.press('exit', { kind: 'selectSession', sessionId: mine })
    expect((await site.screen('exit', 'yourCar')).car.sessionId).toBe(mine)
    expect(site.anomalies()).toEqual(['pickedByDriver'])
  })

  it('[F2] the same car waits in a queue and is seen hundreds of times: one presentation, one read, the best of the burst', async () => {
    await site.stand('entry', { reads: 'AB123', confidence: 0.6 })
    await site.wait(20 * SECOND_MS)
    await site.back('entry')
    const [seen, ...more] = site.events('observation.made')
    expect(more).toEqual([])
    expect(site.events('presentation.opened')).toHaveLength(1)
    expect(seen?.frames).toBeGreaterThan(2)
    // agreeing frames are worth more than any one of them
    expect(seen?.confidence).toBeGreaterThan(0.6)
  })

  it('[F6] an exit with no entry: near plates, then the search, then a person or the patience; each tagged', async () => {
    const parked = await site.comesIn({ reads: 'XY987' })
    await site.leap(2 * HOUR_MS)
    await site.stand('exit', { reads: 'AB123' })
    expect((await site.screen('exit', 'notFound')).suggestions).toEqual([])
    await site.press('exit', { kind: 'startSearch' })
    await site.press('exit', { kind: 'search', query: 'y98' })
    const { results } = await site.screen('exit', 'search')
    expect(results).toMatchObject([{ sessionId: parked, enteredAt: null }])
    // it is not that one: no price of a stranger's stay is shown, and the lane never stays blocked
    await site.armUp('exit')
    await site.driveThrough('exit')
    await site.atRest('exit')
    expect(site.events('decision.made').at(-1)).toMatchObject({ result: 'granted', basis: 'released', sessionId: null })
    expect(site.anomalies()).toContain('released')
    expect(site.events('help.requested')).toHaveLength(1)
    expect(site.inside()).toEqual([parked])
    expect(site.takings()).toEqual([])
  })

  it('[F6] nothing inside is near and the search finds nothing: the driver’s word sets the price, and is on record as a word', async () => {
    await site.stand('exit', { reads: 'AB123' })
    expect(await site.screen('exit', 'notFound')).toMatchObject({ suggestions: [], honesty: true })
    await site.press('exit', { kind: 'startHonesty' })
    const { earliest } = await site.screen('exit', 'honesty')
    const said = site.clock.wall() - 95 * MINUTE_MS
    expect(earliest).toBeLessThan(said)
    expect(await site.press('exit', { kind: 'stateArrival', at: site.clock.wall() + MINUTE_MS })).toMatchObject({ ok: false })
    await site.press('exit', { kind: 'stateArrival', at: said })
    const { quote, car } = await site.screen('exit', 'yourCar')
    expect(quote.amountMinor).toBe(500)
    await site.payByCard()
    await site.armUp('exit')
    await site.driveThrough('exit')
    await site.atRest('exit')
    expect(site.outcome(car.sessionId)).toBe('paid')
    // the money of this stay can be told apart from that of stays a camera saw begin
    expect(site.events('anomaly.noted')).toMatchObject([{ code: 'honesty', sessionId: car.sessionId }])
    expect(site.events('session.started')).toMatchObject([{ sessionId: car.sessionId, actualStart: said }])
    expect(site.takings()).toMatchObject([{ amountMinor: 500, count: 1 }])
  })

  it('[F7] no plate: a photo ticket with a short code lets it in, and the code finds it at the exit', async () => {
    await site.stand('entry', { reads: null })
    const { ticketTag, plate } = await site.screen('entry', 'welcome')
    expect(plate).toBeNull()
    expect(ticketTag).toMatch(/^[A-Z2-9]{3}$/)
    await site.armUp('entry')
    await site.driveThrough('entry')
    await site.atRest('entry')
    const [session = ''] = site.inside()
    // enough unread cars that their photos alone are no answer
    for (let i = 0; i < 5; i++) await site.comesIn({ reads: null })
    await site.leap(95 * MINUTE_MS)
    await site.stand('exit', { reads: null })
    expect((await site.screen('exit', 'notFound')).suggestions).toEqual([])
    await site.press('exit', { kind: 'startSearch' })
    await site.press('exit', { kind: 'search', query: ticketTag ?? '' })
    expect((await site.screen('exit', 'search')).results.map(({ sessionId }) => sessionId)).toContain(session)
    await site.press('exit', { kind: 'selectSession', sessionId: session })
    expect((await site.screen('exit', 'yourCar')).quote.amountMinor).toBe(500)
    await site.payByCard()
    await site.armUp('exit')
    await site.driveThrough('exit')
    expect(site.outcome(session)).toBe('paid')
  })

  it('[F9] the same number of two countries is two cars: the country decides, and where it cannot be told the driver does', async () => {
    const german = await site.comesIn({ reads: 'AB123', country: 'DE' })
    const french = await site.comesIn({ reads: 'AB123', country: 'FR' })
    expect(site.inside()).toHaveLength(2)
    expect(site.anomalies()).toEqual([])
    await site.leap(95 * MINUTE_MS)
    await site.stand('exit', { reads: 'AB123', country: 'FR' })
    expect((await site.screen('exit', 'yourCar')).car.sessionId).toBe(french)
    await site.back('exit')
    await site.stand('exit', { reads: 'AB123' })
    const { suggestions } = await site.screen('exit', 'notFound')
    expect(suggestions.map(({ sessionId }) => sessionId).sort()).toEqual([french, german].sort())
  })
})
