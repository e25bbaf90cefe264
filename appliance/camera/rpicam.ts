import { type ChildProcess, spawn } from 'node:child_process'
import type { Clock, FrameSource } from '../lane/ports.ts'
import { createJpegSplitter } from './jpeg-splitter.ts'
import { createLatestFrame } from './latest-frame.ts'
import { createCameraPulse } from './pulse.ts'

export interface RpicamOptions {
  readonly id: string
  readonly camera?: number
  readonly width?: number
  readonly height?: number
  readonly framerate?: number
  /** fixed shutter in microseconds: plates of moving cars want ≤ 2000 */
  readonly shutterUs?: number | undefined
  readonly clock: Clock
  /** programs to try, in order; current Raspberry Pi OS has rpicam-vid, older ones libcamera-vid */
  readonly programs?: readonly string[]
  /** silence this long is a stall: the program is killed and started again */
  readonly stallMs?: number
  readonly onTrouble?: (detail: string) => void
}

const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 30_000
const STDERR_LINES = 20

/** The argument list, never a shell string: nothing in a setting can become a command. */
export function rpicamArguments({ camera = 0, width = 1920, height = 1080, framerate = 10, shutterUs }: Partial<RpicamOptions>): string[] {
  const fixed = shutterUs === undefined ? [] : ['--shutter', String(shutterUs)]
  return [
    ...['-t', '0', '-n', '--camera', String(camera), '--codec', 'mjpeg', '--quality', '85'],
    ...['--width', String(width), '--height', String(height), '--framerate', String(framerate)],
    ...['--flush', '--buffer-count', '4', '--denoise', 'cdn_off', ...fixed, '-o', '-'],
  ]
}

/** A Raspberry Pi camera through `rpicam-vid`: one long-lived process, MJPEG on its standard output, restarted when it stalls or ends. */
export function createRpicam(options: RpicamOptions): FrameSource {
  const { id, clock, programs = ['rpicam-vid', 'libcamera-vid'], stallMs = 3_000, onTrouble = () => {} } = options
  const slot = createLatestFrame()
  const pulse = createCameraPulse()
  let child: ChildProcess | null = null
  let program = 0
  let retryMs = FIRST_RETRY_MS
  let running = false
  let cancelTimer = () => {}

  const restartLater = (state: 'stalled' | 'failed', detail: string) => {
    cancelTimer()
    pulse.failed(clock.wall(), state, detail)
    onTrouble(detail)
    if (!running) return
    cancelTimer = clock.after(retryMs, launch)
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
  }

  const launch = () => {
    if (!running) return
    const name = programs[program] ?? 'rpicam-vid'
    const splitter = createJpegSplitter()
    const stderr: string[] = []
    const own = spawn(name, rpicamArguments(options), { stdio: ['ignore', 'pipe', 'pipe'] })
    child = own
    let over = false
    const end = (state: 'stalled' | 'failed', detail: string) => {
      if (over) return
      over = true
      if (child === own) child = null
      restartLater(state, detail)
    }
    const watch = () => {
      cancelTimer()
      cancelTimer = clock.after(stallMs, () => {
        own.kill('SIGKILL') // a hung camera program ignores SIGINT
        end('stalled', `${name} sent no picture for ${stallMs / 1000} s and was restarted`)
      })
    }
    watch()
    own.stdout.on('data', (chunk: Buffer) => {
      for (const jpeg of splitter.push(chunk)) {
        const frame = { jpeg, capturedAt: clock.wall(), cameraId: id }
        retryMs = FIRST_RETRY_MS
        pulse.frame(frame)
        slot.put(frame)
        if (!over) watch()
      }
    })
    own.stderr.on('data', (chunk: Buffer) => {
      stderr.push(...chunk.toString('utf8').split('\n').filter(Boolean))
      stderr.splice(0, stderr.length - STDERR_LINES)
    })
    own.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' && program + 1 < programs.length) {
        program++
        over = true
        cancelTimer()
        launch()
      } else if (cause.code === 'ENOENT') {
        program = 0
        end('failed', `no ${programs.join(' or ')} on this machine: install rpicam-apps, or choose another camera driver`)
      } else end('failed', `${name} could not be started: ${cause.message}`)
    })
    own.on('exit', (code, signal) => end('failed', `${name} ended (${signal ?? `status ${code}`}): ${stderr.at(-1) ?? 'it said nothing'}`))
  }

  return {
    id,
    async start() {
      if (running) return
      running = true
      launch()
    },
    next: (signal) => slot.next(signal),
    health: () => pulse.health(clock.wall()),
    async stop() {
      running = false
      cancelTimer()
      slot.close()
      const own = child
      child = null
      if (own === null || own.exitCode !== null || own.signalCode !== null) return
      await new Promise<void>((resolve) => {
        const cancel = clock.after(2_000, () => own.kill('SIGKILL'))
        own.once('exit', () => {
          cancel()
          resolve()
        })
        own.kill('SIGINT') // lets libcamera release the sensor
      })
    },
  }
}
