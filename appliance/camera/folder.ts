import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Clock, Frame, FrameSource } from '../lane/ports.ts'
import { createLatestFrame } from './latest-frame.ts'
import { createCameraPulse } from './pulse.ts'

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp'])

/** Every picture below a folder, sorted by path; throws a sentence a person can act on when there is none. */
export async function listPictures(folder: string): Promise<string[]> {
  const found = await stat(folder).catch(() => null)
  if (!found?.isDirectory()) throw new Error(`${folder} is not a folder: name one that holds JPEG, PNG or WebP pictures`)
  const names = await readdir(folder, { recursive: true })
  const pictures = names.filter((name) => PICTURES.has(extname(name).toLowerCase())).sort()
  if (pictures.length === 0) throw new Error(`${folder} holds no JPEG, PNG or WebP picture`)
  return pictures.map((name) => join(folder, name))
}

/** A camera that replays a folder of pictures in order, round and round, at `framerate` per second. */
export function createFolderCamera(options: {
  readonly id: string
  readonly folder: string
  readonly framerate?: number
  readonly clock: Clock
}): FrameSource {
  const { id, folder, framerate = 5, clock } = options
  const slot = createLatestFrame()
  const pulse = createCameraPulse()
  let cancel = () => {}
  let running = false

  const show = async (pictures: readonly string[], turn: number): Promise<void> => {
    if (!running) return
    const path = pictures[turn % pictures.length] as string
    try {
      const frame: Frame = { jpeg: await readFile(path), capturedAt: clock.wall(), cameraId: id }
      pulse.frame(frame)
      slot.put(frame)
    } catch (cause) {
      pulse.failed(clock.wall(), 'failed', `${path} can no longer be read: ${(cause as Error).message}`)
    }
    if (running) cancel = clock.after(1000 / framerate, () => void show(pictures, turn + 1))
  }

  return {
    id,
    async start() {
      if (running) return
      const pictures = await listPictures(folder)
      running = true
      void show(pictures, 0)
    },
    next: (signal) => slot.next(signal),
    health: () => pulse.health(clock.wall()),
    async stop() {
      running = false
      cancel()
      slot.close()
    },
  }
}
