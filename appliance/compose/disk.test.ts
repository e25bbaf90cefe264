import { describe, expect, it, onTestFinished } from 'vitest'
import { opened } from '../ledger/testing/fixture.ts'
import { createLog } from '../log.ts'
import { keepRoom, lowWater } from './disk.ts'

const MB = 1024 * 1024
const GB = 1024 * MB

/** A real ledger with 40 pictures of 10 kB on a disk of 10 GB whose free space only says what was given up. */
function disk(freeBytes: number) {
  const box = opened()
  let at = box.clock.at
  for (let n = 0; n < 40; n++) box.ledger.record([], { images: [{ ref: `r${n}`, jpeg: new Uint8Array(10_000).fill(n), takenAt: at }] })
  const before = box.ledger.picturesWaiting().bytes
  const statfs = () => ({ bsize: 1, blocks: 10 * GB, bavail: freeBytes + before - box.ledger.picturesWaiting().bytes })
  const kept = keepRoom({ ...{ ledger: box.ledger, folder: '/', now: () => at, statfs }, log: createLog(null, 'silent').log })
  onTestFinished(() => kept.stop())
  const told = () =>
    (box.ledger.pending('event', 99)?.rows ?? []).flatMap(({ kind, payload }) =>
      kind === 'anomaly.noted' ? [(payload as { readonly detail: string }).detail] : [],
    )
  const wait = (ms: number): void => {
    at += ms
  }
  return { ...box, kept, told, wait }
}

describe('room on the disk', () => {
  it('[E34] nothing goes while there is enough', () => {
    const { ledger, kept } = disk(600 * MB)
    expect(kept.look()).toBe(false)
    expect(ledger.picturesWaiting().count).toBe(40)
    expect(kept.check()).toEqual({ name: 'disk', ok: true, detail: '600 MB free' })
  })

  it('[E34] only as much goes as is missing, and it is put on record', () => {
    const { ledger, kept, told } = disk(512 * MB - 95_000)
    expect(kept.check()).toMatchObject({ ok: false })
    expect(kept.look()).toBe(false)
    expect(ledger.picturesWaiting().count).toBe(30)
    expect(kept.check()).toMatchObject({ ok: true })
    expect(told()).toEqual([expect.stringContaining('10 pictures given up, 10 of them not at the cloud yet')])
  })

  it('[E34] a disk that stays full does not fill its own log: once an hour', () => {
    const { kept, told, wait } = disk(300 * MB)
    for (let minute = 0; minute < 59; minute++) {
      kept.look()
      wait(60_000)
    }
    expect(told()).toHaveLength(1)
  })

  it('between 200 MB and 1 GB, a twentieth in between', () => {
    expect([lowWater(GB), lowWater(10 * GB), lowWater(512 * GB)].map((bytes) => Math.round(bytes / MB))).toEqual([200, 512, 1024])
  })
})
