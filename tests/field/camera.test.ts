import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFolderCamera } from '@gatehouse/appliance/camera/folder.ts'
import type { Clock } from '@gatehouse/appliance/lane/ports.ts'
import { MINUTE_MS, SECOND_MS } from '@gatehouse/domain/time.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cardPicture } from '../garage.ts'
import { type Field, type Gate, openField } from './field-site.ts'

describe('the camera freezes at its normal rate', () => {
  let folder: string
  let site: Field
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-frozen-'))
    mkdirSync(join(folder, 'pictures'))
    // one picture, over and over: the last car it saw before it froze
    writeFileSync(join(folder, 'pictures', 'stuck.jpg'), cardPicture(JSON.stringify({ reads: 'AB123' }), 1))
  })
  /** the camera of that gate shows the same picture from now on, and the box has noticed */
  const frozenAt = async (gate: Gate): Promise<void> => {
    site = await openField({
      cameras: { [gate]: (clock: Clock) => createFolderCamera({ id: gate, folder: join(folder, 'pictures'), clock }) },
    })
    const said = async () => {
      const health = (await (await fetch(`${site.box().url}/healthz`)).json()) as { checks: { name: string; detail: string }[] }
      return health.checks.find(({ name }) => name === `camera_${gate}`)?.detail ?? ''
    }
    // as many pictures as it takes: how soon they are read from the disk is the machine's affair
    for (let second = 0; second < 120 && !(await said()).includes('frozen'); second++) await site.wait(SECOND_MS)
    expect(await said()).toContain('frozen')
  }
  afterEach(async () => {
    expect(site.balanced()).toEqual({ chain: true, differences: [] })
    await site.stop()
    rmSync(folder, { recursive: true })
  })

  it('[F22] nobody is billed for the car of the frozen picture; the health says which camera, the driver searches', async () => {
    await frozenAt('exit')
    const stuck = await site.comesIn({ reads: 'AB123' })
    const mine = await site.comesIn({ reads: 'CD456' })
    await site.leap(95 * MINUTE_MS)
    await site.stand('exit', { reads: 'CD456' })
    const { plate, suggestions } = await site.screen('exit', 'notFound')
    expect([plate, suggestions]).toEqual([null, []])
    expect(site.anomalies()).toEqual(['cameraDown'])
    await site.press('exit', { kind: 'startSearch' })
    await site.press('exit', { kind: 'search', query: 'CD456' })
    await site.press('exit', { kind: 'selectSession', sessionId: mine })
    await site.screen('exit', 'yourCar')
    await site.payByCard()
    await site.armUp('exit')
    await site.driveThrough('exit')
    expect(site.outcome(mine)).toBe('paid')
    // the car in the picture is still inside, owes what it owes, and its passing is nobody's
    expect(site.inside()).toEqual([stuck])
    expect(site.events('quote.issued').map(({ sessionId }) => sessionId)).toEqual([mine])
  })

  it('[F22] at the entry: a code without a photo lets in, a permit is neither used nor refused for the picture’s plate, the code finds it', async () => {
    await frozenAt('entry')
    // the car in the picture holds a permit; by the picture it would be inside after the first vehicle, and turned away with the second
    site.box().ledger.rightsUpsert({
      specification: { id: 'residents', name: 'Anwohner', charging: 'free', poolSize: 1 },
      right: {
        ...{ id: 'right-1', specificationId: 'residents', holderId: null, plates: ['AB123'] },
        validFrom: 0,
        validUntil: null,
        revokedAt: null,
      },
    })
    const tags: (string | null)[] = []
    for (let car = 0; car < 2; car++) {
      await site.stand('entry', { reads: 'CD456' })
      const { plate, permit, ticketTag } = await site.screen('entry', 'welcome')
      expect([plate, permit]).toEqual([null, false])
      tags.push(ticketTag)
      await site.armUp('entry')
      await site.driveThrough('entry')
      await site.atRest('entry')
    }
    expect(site.events('session.started').map(({ plateRef, imageRef, rightId }) => [plateRef, imageRef, rightId])).toEqual([
      [null, null, null],
      [null, null, null],
    ])
    expect(site.anomalies()).toEqual(['cameraDown', 'cameraDown'])
    const [first, second] = site.inside()
    await site.leap(95 * MINUTE_MS)
    await site.stand('exit', { reads: 'CD456' })
    await site.screen('exit', 'notFound')
    await site.press('exit', { kind: 'startSearch' })
    await site.press('exit', { kind: 'search', query: tags[1] ?? '' })
    const { results } = await site.screen('exit', 'search')
    expect(results.map(({ sessionId, imageUrl }) => [sessionId, imageUrl])).toEqual([[second, null]])
    await site.press('exit', { kind: 'selectSession', sessionId: second ?? '' })
    await site.screen('exit', 'yourCar')
    await site.payByCard()
    await site.armUp('exit')
    await site.driveThrough('exit')
    expect(site.outcome(second ?? '')).toBe('paid')
    expect(site.inside()).toEqual([first])
  })
})
