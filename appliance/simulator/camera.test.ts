import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { frameSourceContract } from '../camera/frame-source.contract.ts'
import type { Frame } from '../lane/ports.ts'
import { createSimulatedCamera, type SimulatedCamera } from './camera.ts'
import { createLeapClock } from './clock.ts'
import { type CarPhoto, emptyLane, photosIn, renderedPhotos } from './photos.ts'
import { seededRandom } from './random.ts'

const clock = createLeapClock()
const make = (direction: 'entry' | 'exit', seed: number, framesPerSecond = 200): SimulatedCamera =>
  createSimulatedCamera({ id: direction, direction, clock, random: seededRandom(seed), emptyLane: emptyLane(direction), framesPerSecond })

frameSourceContract('simulated', () => make('entry', 1, 25))

async function burst(camera: SimulatedCamera): Promise<readonly Frame[]> {
  const frames: Frame[] = []
  for (;;) {
    // a spent burst waits for ever; a loaded machine only for a while
    const frame = await camera.next(AbortSignal.timeout(1_200))
    if (!frame) return frames
    frames.push(frame)
  }
}
const digest = (frame: Frame): string => createHash('sha256').update(frame.jpeg).digest('hex')

describe('simulated camera', () => {
  let photo: CarPhoto
  let small = ''
  beforeAll(async () => {
    small = await mkdtemp(join(tmpdir(), 'gatehouse-camera-'))
    const [first] = await renderedPhotos()
    if (!first) throw new Error('no rendered photographs')
    photo = { ...first, path: join(small, 'car.jpg') }
    await sharp(first.path).resize(320, 180).jpeg().toFile(photo.path)
  })
  afterAll(() => rm(small, { recursive: true }))

  it('gives 5 to 20 frames of a visit, each one new, at the exit too', async () => {
    const entry = make('entry', 2)
    const exit = make('exit', 3)
    const seen = new Set<string>()
    for (const camera of [entry, exit]) {
      await camera.start()
      camera.show(photo)
      const frames = await burst(camera)
      expect(frames.length).toBeGreaterThanOrEqual(5)
      expect(frames.length).toBeLessThanOrEqual(20)
      for (const frame of frames) {
        expect(seen.has(digest(frame))).toBe(false)
        seen.add(digest(frame))
      }
      camera.clear()
    }
    await entry.stop()
    await exit.stop()
  })

  it('shows the empty lane once the car is gone', async () => {
    const camera = make('entry', 4)
    await camera.start()
    camera.show(photo)
    camera.clear()
    const frame = await camera.next(AbortSignal.timeout(2_000))
    const { dominant } = await sharp(frame?.jpeg).stats()
    expect(frame).not.toBeNull()
    expect(Math.abs(dominant.r - dominant.b)).toBeLessThan(60)
    await camera.stop()
  })

  it('sees a standing car afresh after a power cut', async () => {
    const camera = make('exit', 5)
    await camera.start()
    camera.show(photo)
    const before = await burst(camera)
    await camera.stop()
    expect(await camera.next(AbortSignal.timeout(50))).toBeNull()
    await camera.start()
    const after = await burst(camera)
    expect(after.length).toBeGreaterThanOrEqual(5)
    expect(new Set([...before, ...after].map(digest)).size).toBe(before.length + after.length)
    await camera.stop()
  })

  it('hangs when its cable is pulled, and says so', async () => {
    const camera = make('entry', 6)
    await camera.start()
    camera.freeze(true)
    expect(await camera.next(AbortSignal.timeout(80))).toBeNull()
    expect(camera.health().state).toBe('stalled')
    camera.freeze(false)
    expect(await camera.next(AbortSignal.timeout(2_000))).not.toBeNull()
    await camera.stop()
  })
})

describe('photos', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-photos-'))
    await mkdir(join(folder, 'deep', 'er'), { recursive: true })
    await mkdir(join(folder, 'none'))
    const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#888' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    await writeFile(join(folder, 'a.JPG'), picture)
    await writeFile(join(folder, 'deep', 'er', 'b.jpeg'), picture)
    await writeFile(join(folder, 'note.txt'), 'not a picture')
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('come from any folder, recursively', async () => {
    expect((await photosIn(folder)).map((photo) => photo.id)).toEqual(['a.JPG', 'deep/er/b.jpeg'])
  })
  it('stand upright by their EXIF', async () => {
    const [photo] = await photosIn(folder)
    const camera = make('entry', 7)
    await camera.start()
    if (photo) camera.show(photo)
    const size = await sharp((await camera.next(AbortSignal.timeout(2_000)))?.jpeg).metadata()
    expect([size.width, size.height]).toEqual([40, 60])
    await camera.stop()
  })
  it('an unreadable one is a failed camera that names the file, not a crash', async () => {
    const bad = join(folder, 'deep', 'bad.jpg')
    await writeFile(bad, 'not a picture')
    const camera = make('entry', 8)
    await camera.start()
    camera.show({ id: 'bad', path: bad, plate: null, country: null, box: null, paint: '#888888', dirty: false })
    expect(await camera.next(AbortSignal.timeout(400))).toBeNull()
    expect(camera.health()).toMatchObject({ state: 'failed', detail: expect.stringContaining('bad.jpg is not a picture') })
    await camera.stop()
  })
  it('a missing or empty folder is one clear sentence', async () => {
    await expect(photosIn(join(folder, 'nowhere'))).rejects.toThrow(/does not exist/)
    await expect(photosIn(join(folder, 'none'))).rejects.toThrow(/holds no JPEG/)
    await expect(photosIn(join(folder, 'a.JPG'))).rejects.toThrow(/not a folder/)
  })
  it('the project’s own are at most 60 kB, of ten countries, and labelled', async () => {
    const photos = await renderedPhotos()
    expect(photos.length).toBeGreaterThanOrEqual(24)
    expect(new Set(photos.map((photo) => photo.country)).size).toBe(10)
    expect(new Set(photos.map((photo) => photo.plate)).size).toBe(photos.length)
    for (const photo of photos) {
      const { width, height } = await sharp(photo.path).metadata()
      const { size } = await stat(photo.path)
      expect([width, height]).toEqual([1280, 720])
      expect(size).toBeLessThanOrEqual(60_000)
    }
  })
})
