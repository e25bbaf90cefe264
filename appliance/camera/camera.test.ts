import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import type { FrameSource } from '../lane/ports.ts'
import { createSystemClock } from '../system-clock.ts'
import { createFolderCamera } from './folder.ts'
import { frameSourceContract } from './frame-source.contract.ts'
import { createCameraPulse } from './pulse.ts'
import { createRpicam, rpicamArguments } from './rpicam.ts'

const clock = createSystemClock({ synchronised: () => true })
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-camera-'))
afterAll(() => rmSync(folder, { recursive: true }))

for (const shade of [20, 120, 220]) {
  const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: { r: shade, g: shade, b: shade } } })
    .jpeg()
    .toBuffer()
  writeFileSync(join(folder, `${shade}.jpg`), jpeg)
}

/** A stand-in for rpicam-vid: the real program's interface (MJPEG on stdout, SIGINT to stop), misbehaving on request. */
const program = (name: string, body: string) => {
  const file = join(folder, name)
  const prologue = `#!${process.execPath}
const { readFileSync, readdirSync, existsSync, writeFileSync } = require('node:fs')
const pictures = readdirSync(${JSON.stringify(folder)}).filter((n) => n.endsWith('.jpg')).map((n) => readFileSync(${JSON.stringify(`${folder}/`)} + n))
process.on('SIGINT', () => process.exit(0))
let turn = 0
const show = () => process.stdout.write(pictures[turn++ % pictures.length])
`
  writeFileSync(file, prologue + body)
  chmodSync(file, 0o755)
  return file
}
const works = program('works', 'setInterval(show, 30)')
const rpicam = (programs: readonly string[], more: { stallMs?: number; onTrouble?: (detail: string) => void } = {}) =>
  createRpicam({ id: 'cam', clock, programs, ...more })

frameSourceContract('folder', () => createFolderCamera({ id: 'cam', folder, framerate: 30, clock }))
frameSourceContract('rpicam-vid', () => rpicam([works]))

const firstFrame = async (source: FrameSource) => {
  await source.start()
  const frame = await source.next(AbortSignal.timeout(20_000))
  await source.stop()
  return frame
}

describe('rpicam-vid', () => {
  it('passes settings as separate arguments', () => {
    expect(rpicamArguments({ camera: 1, shutterUs: 1500 })).toEqual(
      expect.arrayContaining(['--camera', '1', '--shutter', '1500', '-o', '-']),
    )
  })

  it('falls back to libcamera-vid where the newer program is absent', async () => {
    expect(await firstFrame(rpicam([join(folder, 'absent'), works]))).not.toBeNull()
  })

  it('says what to install when there is neither', async () => {
    const source = rpicam([join(folder, 'absent')])
    await source.start()
    await expect.poll(() => source.health()).toMatchObject({ state: 'failed', detail: expect.stringContaining('install rpicam-apps') })
    await source.stop()
  })

  it('kills a program that hangs and starts it again', async () => {
    const marker = join(folder, 'hung-once')
    const hangs = program(
      'hangs',
      `if (existsSync('${marker}')) setInterval(show, 30); else { writeFileSync('${marker}', ''); process.on('SIGINT', () => {}); setInterval(() => {}, 1000) }`,
    )
    const troubles: string[] = []
    expect(await firstFrame(rpicam([hangs], { stallMs: 2_000, onTrouble: (detail) => troubles.push(detail) }))).not.toBeNull()
    expect(troubles[0]).toMatch(/sent no picture for 2 s and was restarted/)
  })

  it('reports the last words of a program that crashes, and starts it again', async () => {
    const marker = join(folder, 'crashed-once')
    const crashes = program(
      'crashes',
      `if (existsSync('${marker}')) setInterval(show, 30); else { writeFileSync('${marker}', ''); console.error('ERROR: no cameras available'); process.exitCode = 255 }`,
    )
    const troubles: string[] = []
    expect(await firstFrame(rpicam([crashes], { onTrouble: (detail) => troubles.push(detail) }))).not.toBeNull()
    expect(troubles[0]).toMatch(/ended \(status 255\): ERROR: no cameras available/)
  })
})

describe('camera health', () => {
  it('calls a picture that never changes frozen, however many frames arrive', () => {
    const pulse = createCameraPulse()
    for (let i = 0; i < 30; i++) pulse.frame({ jpeg: new Uint8Array([1, 2, 3]), capturedAt: i * 100, cameraId: 'cam' })
    expect(pulse.health(3_000)).toMatchObject({ state: 'frozen', since: 0 })
    pulse.frame({ jpeg: new Uint8Array([4]), capturedAt: 3_100, cameraId: 'cam' })
    expect(pulse.health(3_100).state).toBe('ok')
  })
})

describe('folder camera', () => {
  it('refuses a folder that is not there or holds no picture, in one sentence', async () => {
    await expect(createFolderCamera({ id: 'c', folder: '/nonexistent', clock }).start()).rejects.toThrow('/nonexistent is not a folder')
    const empty = mkdtempSync(join(tmpdir(), 'gatehouse-empty-'))
    await expect(createFolderCamera({ id: 'c', folder: empty, clock }).start()).rejects.toThrow('holds no JPEG, PNG or WebP picture')
    rmSync(empty, { recursive: true })
  })
})
