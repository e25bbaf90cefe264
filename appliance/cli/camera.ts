import { readFile } from 'node:fs/promises'
import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { buildCamera } from '../compose/cameras.ts'
import { type ApplianceConfig, loadConfig } from '../config.ts'
import type { CameraView } from '../lane/ports.ts'
import { areaOf } from '../polygon.ts'
import { createPlateReader } from '../recognition/reader.ts'
import { createSystemClock } from '../system-clock.ts'
import { type Command, UsageError } from './command.ts'
import { writeDrawnUpon } from './drawn-upon.ts'
import { platesDrawn } from './explain.ts'
import { readOptions } from './options.ts'
import { viewDrawn } from './view-drawing.ts'

const HELP = `usage: gatehouse camera SITE.TOML LANE [--picture FILE] [--out FILE]

Shows what a lane's camera is asked to look at: takes a picture, darkens what lies outside the region and hatches the masks of the lane's
\`view\`, reads the rest as the box will, and writes all that into a JPEG. Change \`view\` in the site file and call it again until it fits.

  --picture FILE  uses this picture of the camera instead of taking one; the camera of a running box is taken, so save one from the lane's
                  live picture on the attendant's page
  --out FILE      where to write (default: LANE-view.jpg)
`

type Lane = ApplianceConfig['lanes'][number]

/** `gatehouse camera`: see HELP. */
export const camera: Command = async (argv, io) => {
  const { values, positionals } = readOptions(
    argv,
    { picture: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } },
    { positionals: true },
  )
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  const [file, laneId] = positionals
  if (!file || !laneId || positionals.length > 2) throw new UsageError('name the site file and the lane: gatehouse camera SITE.TOML LANE')
  const config = loadConfig(file)
  const lane = config.lanes.find(({ id }) => id === laneId)
  if (!lane) throw new UsageError(`${file} has no lane ${laneId}; it has ${config.lanes.map(({ id }) => id).join(', ')}`)
  const jpeg = await (values.picture === undefined ? picturedBy(lane) : pictureIn(values.picture))
  const view: CameraView = lane.view ?? { masks: [] }
  const plates = await platesIn(jpeg, view, config)
  const out = values.out ?? `${laneId}-view.jpg`
  await writeDrawnUpon(jpeg, out, (canvas) => viewDrawn(view, canvas) + platesDrawn(plates, canvas))
  io.stdout.write(`${[`${out}: what the camera of ${laneId} is asked to look at`, ...viewLines(view), ...plateLines(plates)].join('\n')}\n`)
  return 0
}

async function pictureIn(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: unknown) => {
    throw new Error(`the picture ${file} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  })
}

/** A camera that has just been started measures the light first: this many pictures are let go by. */
const LET_BY = 5
const PATIENCE_MS = 10_000

async function picturedBy(lane: Lane): Promise<Uint8Array> {
  const source = buildCamera(lane, createSystemClock(), () => {})
  const patience = AbortSignal.timeout(PATIENCE_MS)
  await source.start()
  try {
    let frame = await source.next(patience)
    for (let i = 0; i < LET_BY && frame; i++) frame = (await source.next(patience)) ?? frame
    if (frame) return frame.jpeg
    const health = source.health()
    throw new Error(
      `the camera of ${lane.id} sent no picture within ${PATIENCE_MS / 1_000} s${health.state === 'ok' ? '' : ` (${health.detail})`}: ` +
        'where the box is running it holds its cameras; save a picture from the attendant’s page and name it with --picture',
    )
  } finally {
    await source.stop()
  }
}

async function platesIn(jpeg: Uint8Array, view: CameraView, { recognition, place }: ApplianceConfig): Promise<readonly PlateRead[]> {
  const { engine, detectorCard, readerCard, secondReader, threads } = recognition
  const reader = await createPlateReader({ ...{ engine, detectorCard, readerCard, secondReader, threads }, countries: [place.country] })
  try {
    return await reader.read(jpeg, view)
  } finally {
    await reader.close()
  }
}

const percent = (share: number): string => `${Math.round(100 * share)} %`

function viewLines({ region, masks }: CameraView): string[] {
  const seen = region ? `the region is ${percent(areaOf(region))} of the picture` : 'no region: the whole picture is looked at'
  return [`  ${seen}`, ...masks.map((mask, i) => `  mask ${i + 1} hides ${percent(areaOf(mask))} of it`)]
}

/** Narrower plates are found less and less often (measured on every detector so far). */
const WIDE_ENOUGH = 120

function plateLines(plates: readonly PlateRead[]): string[] {
  if (plates.length === 0) return ['  no plate is read in what is left; put a car where cars stop, and look again']
  const narrow = plates[0] && plates[0].box[2] < WIDE_ENOUGH
  return [
    ...plates.map(({ text, confidence, box }) => `  ${text}, ${percent(confidence)} sure, ${box[2]} pixels wide`),
    ...(narrow ? [`  plates should be ${WIDE_ENOUGH} pixels wide or more: bring the camera nearer, zoom in, or take larger pictures`] : []),
  ]
}
