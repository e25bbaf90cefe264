import type { PlateReaderSettings } from '../recognition/reader.ts'
import { regionCountries } from '../recognition/syntax.ts'
import { UsageError } from './command.ts'

/** The flags of every command that reads plates, and what --help says about them. */
export const ENGINE_OPTIONS = {
  engine: { type: 'string' },
  detector: { type: 'string' },
  reader: { type: 'string' },
  'second-reader': { type: 'string' },
  regions: { type: 'string' },
  threads: { type: 'string' },
  'max-side': { type: 'string' },
} as const

export const ENGINE_HELP = `  --regions LIST  where most cars come from: country codes (US,BR,DE) or eu; settles O and 0 and the like
  --engine NAME   gatehouse (default: the project's own networks), ppocr or cards (any two model cards)
  --detector CARD, --reader CARD
                  model cards, with --engine cards
  --second-reader ppocr
                  asked when the engine is unsure of a picture
  --threads N     threads inside the recogniser, 1 to 16
  --max-side N    long side of what the detector sees, 320 to 2048 pixels; larger finds smaller plates and takes longer
`

type Values = { readonly [K in keyof typeof ENGINE_OPTIONS]?: string | undefined }

/** What the flags ask for; throws UsageError for what is not understood. */
export function engineSettings(values: Values, threads: number): PlateReaderSettings {
  const engine = oneOf('--engine', values.engine ?? 'gatehouse', ['ppocr', 'gatehouse', 'cards'])
  const [detectorCard, readerCard] = [values.detector, values.reader]
  if ([detectorCard, readerCard].some((card) => (card !== undefined) !== (engine === 'cards')))
    throw new UsageError('--detector and --reader go together, and only with --engine cards')
  const second = values['second-reader']
  return {
    ...{ engine, detectorCard, readerCard },
    secondReader: second === undefined || second === 'none' ? undefined : oneOf<'ppocr'>('--second-reader', second, ['ppocr']),
    countries: countries(values.regions ?? ''),
    threads: values.threads === undefined ? threads : whole('--threads', values.threads, 1, 16),
    maxSide: values['max-side'] === undefined ? undefined : whole('--max-side', values['max-side'], 320, 2_048),
  }
}

function oneOf<T extends string>(flag: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === text)
  if (!found) throw new UsageError(`${flag} ${text}: ${allowed.join(', ')} ${allowed.length > 1 ? 'are' : 'is'} there to choose from`)
  return found
}

export function whole(flag: string, text: string, from: number, to: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw new UsageError(`${flag} ${text}: a whole number from ${from} to ${to} is needed`)
  return value
}

function countries(list: string): string[] {
  return list
    .split(',')
    .filter((name) => name !== '')
    .flatMap((name) => {
      const codes = regionCountries(name)
      if (!codes) throw new UsageError(`--regions ${name}: no country or region of that name is known`)
      return codes
    })
}
