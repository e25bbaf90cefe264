import { paintFor } from '@gatehouse/appliance/cli/paint.ts'
import { photosIn, renderedPhotos } from '@gatehouse/appliance/simulator/photos.ts'
import { type DemoOptions, helpText, readArgs } from './args.ts'
import { type Ground, GroundError, ground, lanAddress, portIsFree } from './ground.ts'
import { createScreen } from './screen.ts'
import type { World } from './world.ts'

const REDRAW_MS = 250

/** A signal, a lost terminal or a mistake of ours: whatever ends the process, everything is stopped first; a second signal does not wait. */
function onEnd(interrupted: number, end: () => Promise<void>): (error: Error) => void {
  let ending = false
  const finish = (code: number, error?: Error): void => {
    if (ending) process.exit(code || 1)
    ending = true
    end().then(
      () => (error ? fail(error) : process.exit(code)),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', () => finish(interrupted))
  process.on('SIGTERM', () => finish(143))
  process.on('SIGHUP', () => finish(129))
  process.on('uncaughtException', (error) => finish(1, error))
  process.on('unhandledRejection', (reason) => finish(1, reason instanceof Error ? reason : new Error(String(reason))))
  process.stdout.on('error', () => finish(1))
  return (error) => finish(1, error)
}

async function run(options: DemoOptions): Promise<number> {
  const startedAt = performance.now()
  const photos = options.photos === null ? await renderedPhotos() : await photosIn(options.photos)
  const lan = options.lan ? lanAddress() : null
  if (options.lan && lan === null) throw new GroundError('This machine has no address on a network: --lan needs one.')
  await portIsFree(options.port, '--port')
  await portIsFree(options.cloudPort, '--cloud-port')
  const land = ground(options.data, options.once)
  const screen = createScreen(process.stdout, paintFor(process.env, process.stdout.isTTY))
  let world: World | null = null
  let drawing: ReturnType<typeof setInterval> | undefined
  const close = async (keep = false): Promise<void> => {
    clearInterval(drawing)
    screen.end()
    await world?.stop()
    if (!keep) land.clear()
  }
  const giveUp = onEnd(options.once ? 130 : 0, close)
  screen.say('Gatehouse starts: database, cloud, box …')
  try {
    // the whole house is loaded only now: a wrong option is told at once
    const [{ startWorld }, { watch }, { once }] = await Promise.all([import('./world.ts'), import('./watch.ts'), import('./once.ts')])
    world = await startWorld({ ...worldOptions(options, land), photos, lan, onFatal: (reason) => giveUp(new Error(`${reason}.`)) })
    const seen = world
    const draw = (): void => screen.show(watch(seen))
    draw()
    drawing = setInterval(draw, REDRAW_MS)
    if (!options.once) return await new Promise<number>(() => {})
    const report = await once(world, options.offline, startedAt)
    draw()
    await close()
    process.stdout.write(`${JSON.stringify(report)}\n`)
    return 0
  } catch (error) {
    // its log is named in the reason: what a person needs to find out more stays where it is
    await close(world !== null)
    throw error
  }
}

const worldOptions = (options: DemoOptions, land: Ground) => ({
  folder: land.folder,
  port: options.port,
  cloudPort: options.cloudPort,
  seed: options.seed ?? (options.once ? 1 : Date.now() % 2 ** 31),
  offline: options.offline,
  oneCar: options.once,
  databaseUrl: process.env.DATABASE_URL ?? null,
})

function fail(error: Error): void {
  process.stderr.write(`${error.message}\n`)
  if (!(error instanceof GroundError) && process.env.DEBUG) process.stderr.write(`${error.stack}\n`)
  process.exit(1)
}

const asked = readArgs(process.argv.slice(2))
if (asked.kind === 'help') process.stdout.write(helpText)
else if (asked.kind === 'wrong') {
  process.stderr.write(`${asked.sentence}\n`)
  process.exitCode = 2
} else run(asked.options).then((code) => process.exit(code), fail)
