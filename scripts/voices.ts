import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Language, languageCodes } from '@gatehouse/domain/language.ts'
import { loadStrings } from '../kiosk-ui/strings/languages.ts'
import { clipTexts } from '../kiosk-ui/voice/clip-texts.ts'
import { packVoice } from '../kiosk-ui/voice/voice-file.ts'
import { oggOpusEncoder } from './ogg-opus.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** kept between builds: a clip is made again only when its text changes */
export const voicesDir = join(root, 'kiosk-ui', '.voices')

const run = promisify(execFile)
/** espeak-ng's own names for our languages; it has all ten. */
const espeakVoice: Readonly<Record<Language, string>> = {
  en: 'en-gb',
  de: 'de',
  fr: 'fr-fr',
  es: 'es',
  it: 'it',
  nl: 'nl',
  pl: 'pl',
  pt: 'pt',
  tr: 'tr',
  ar: 'ar',
}
const WORDS_A_MINUTE = 150
const QUIET = 300
const TAIL_S = 0.05

export function hasEspeak(): boolean {
  try {
    execFileSync('espeak-ng', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** One text as PCM, without the silence espeak-ng puts around it. */
async function speak(voice: string, text: string): Promise<{ samples: Int16Array; rate: number }> {
  const { stdout } = await run('espeak-ng', ['-v', voice, '-s', String(WORDS_A_MINUTE), '-b', '1', '--stdout', '--', text], {
    encoding: 'buffer',
    maxBuffer: 16 << 20,
  })
  const rate = stdout.readUInt32LE(24)
  const bytes = stdout.subarray(44)
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~1)))
  const isLoud = (sample: number) => Math.abs(sample) > QUIET
  const tail = Math.round(TAIL_S * rate)
  const first = Math.max(0, samples.findIndex(isLoud) - tail)
  return { samples: samples.subarray(first, Math.max(first + 1, samples.findLastIndex(isLoud) + tail)), rate }
}

/** All clips of one language as one file; `make` can be asked for a few keys only, by tests. */
export async function voiceOf(language: Language, wanted: (key: string) => boolean = () => true): Promise<Uint8Array<ArrayBuffer>> {
  const texts = [...clipTexts(language, await loadStrings(language))].filter(([key]) => wanted(key))
  const encoder = oggOpusEncoder()
  const clips = new Map<string, Uint8Array>()
  const queue = [...texts.entries()]
  const done: [number, string, Uint8Array][] = []
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [i, [key, text]] = next
      const { samples, rate } = await speak(espeakVoice[language], text)
      done.push([i, key, encoder.encode(samples, rate)])
    }
  }
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, worker))
  } finally {
    encoder.close()
  }
  for (const [, key, clip] of done.sort(([a], [b]) => a - b)) clips.set(key, clip)
  return packVoice(clips)
}

/** What the file of today's clips is called: another text, or another way of making them, is another name. */
export async function voiceFile(language: Language): Promise<string> {
  const texts = [...clipTexts(language, await loadStrings(language))]
  const made = [espeakVoice[language], WORDS_A_MINUTE, readFileSync(join(root, 'scripts/ogg-opus.ts'), 'utf8'), texts]
  return `voice-${language}-${createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 10)}.bin`
}

export interface VoicesReport {
  readonly made: readonly Language[]
  readonly bytes: number
}

/** Brings the voices up to date; null where there is no espeak-ng. Languages whose texts are unchanged are left alone. */
export async function buildVoices(languages: readonly Language[] = languageCodes): Promise<VoicesReport | null> {
  if (!hasEspeak()) return null
  mkdirSync(voicesDir, { recursive: true })
  const made: Language[] = []
  let bytes = 0
  for (const language of languages) {
    const name = await voiceFile(language)
    const have = readdirSync(voicesDir).filter((file) => file.startsWith(`voice-${language}-`))
    if (!have.includes(name)) {
      const file = await voiceOf(language)
      writeFileSync(join(voicesDir, `${name}.part`), file)
      renameSync(join(voicesDir, `${name}.part`), join(voicesDir, name))
      made.push(language)
    }
    for (const old of have) if (old !== name) rmSync(join(voicesDir, old), { force: true })
    bytes += readFileSync(join(voicesDir, name)).length
  }
  return { made, bytes }
}

/**
 * Puts the voices there are beside a built page; gives back the languages whose clips say what the screen no longer does. Those are left
 * out: silence is better than another text.
 */
export async function addVoices(assets: string, made = voicesDir): Promise<readonly Language[]> {
  // never built: the page is silent
  const files = existsSync(made) ? readdirSync(made) : []
  const urls: Partial<Record<Language, string>> = {}
  const outdated: Language[] = []
  for (const language of languageCodes) {
    const file = await voiceFile(language)
    if (files.includes(file)) {
      copyFileSync(join(made, file), join(assets, file))
      urls[language] = `/assets/${file}`
    } else if (files.some((other) => other.startsWith(`voice-${language}-`))) outdated.push(language)
  }
  writeFileSync(join(assets, 'voices.json'), JSON.stringify(urls))
  return outdated
}
