import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFolderCamera } from '@gatehouse/appliance/camera/folder.ts'
import { MINUTE_MS, SECOND_MS } from '@gatehouse/domain/time.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cardPicture } from '../garage.ts'
import { type Field, openField } from './field-site.ts'

describe('the camera freezes at its normal rate', () => {
  let folder: string
  let site: Field
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-frozen-'))
    mkdirSync(join(folder, 'pictures'))
    // one picture, over and over: the last car it saw before it froze
    writeFileSync(join(folder, 'pictures', 'stuck.jpg'), cardPicture(JSON.stringify({ reads: 'AB123' }), 1))
    site = await openField({ exitCamera: (clock) => createFolderCamera({ id: 'exit', folder: join(folder, 'pictures'), clock }) })
    await site.wait(10 * SECOND_MS)
  })
  afterEach(async () => {
    expect(site.balanced()).toEqual({ chain: true, differences: [] })
    await site.stop()
    rmSync(folder, { recursive: true })
  })

  it('[F22] nobody is billed for the car of the frozen picture; the health says which camera, the driver searches', async () => {
    const stuck = await site.comesIn({ reads: 'AB123' })
    const mine = await site.comesIn({ reads: 'CD456' })
    await site.leap(95 * MINUTE_MS)
    const saidOf = async (camera: string) => {
      const health = (await (await fetch(`${site.box().url}/healthz`)).json()) as { checks: { name: string; detail: string }[] }
      return health.checks.find(({ name }) => name === camera)?.detail ?? ''
    }
    // as many pictures as it takes: how soon they are read from the disk is the machine's affair
    for (let second = 0; second < 120 && !(await saidOf('camera_exit')).includes('frozen'); second++) await site.wait(SECOND_MS)
    expect(await saidOf('camera_exit')).toContain('frozen')
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
})
