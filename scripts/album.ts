import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Language, languageCodes } from '@gatehouse/domain/language.ts'
import sharp from 'sharp'
import { type FixtureName, fixtures } from '../kiosk-ui/fixtures.ts'
import { hasChromium, openStage, sizes } from '../kiosk-ui/stage.test.support.ts'

/** The album of docs/kiosk: few pictures, each for a reason, made by the real page in Chromium. */
interface Picture {
  readonly screen: FixtureName
  readonly says: string
  readonly language?: Language
  readonly size?: keyof typeof sizes
  readonly dark?: boolean
  readonly contrast?: boolean
  readonly menu?: boolean
}

const pictures: readonly Picture[] = [
  { screen: 'attract', says: 'Nobody here: where to drive and what it costs.' },
  { screen: 'attractEntry', says: 'An entry, with its free spaces.', language: 'fr' },
  { screen: 'reading', says: 'The camera reads: the driver sees their own car.', language: 'en' },
  { screen: 'yourCar', says: 'The fee, how it came about, and the ways to pay.' },
  { screen: 'yourCar', says: 'The same in Arabic: the page runs from right to left, plate, code and amounts do not.', language: 'ar' },
  { screen: 'yourCar', says: 'The same on a 7-inch panel (800×480), by night.', language: 'en', size: 'small', dark: true },
  { screen: 'yourCar', says: 'The same in high contrast.', language: 'nl', contrast: true },
  { screen: 'yourCarLong', says: 'A long stay, explained line by line.', language: 'pl' },
  { screen: 'yourCar', says: 'All ten languages, by their own names.', language: 'tr', menu: true },
  { screen: 'payingCard', says: 'The card reader has the word.', language: 'en' },
  { screen: 'exitCodeWrong', says: 'The code a phone shows once it has paid; this one is another car’s.', language: 'es' },
  { screen: 'payElsewhere', says: 'Who cannot pay here.', language: 'it' },
  { screen: 'paymentFailed', says: 'Nothing was taken, and what to do now.', language: 'en' },
  { screen: 'paymentUnknown', says: 'The outcome is not known: nobody is asked to pay twice.', language: 'en' },
  { screen: 'thankYouOpen', says: 'The arm as its feedback says; the receipt by phone.', language: 'pt' },
  { screen: 'notFound', says: 'Several cars are near: photos, no times.', language: 'en' },
  { screen: 'notFoundNone', says: 'A car nobody has seen: search, or say when you came in.', language: 'en' },
  { screen: 'searchTyping', says: 'Search: keys that lead nowhere are grey.', language: 'de' },
  { screen: 'searchPhotos', says: 'At most four photos of cars inside.', language: 'en' },
  { screen: 'honesty', says: 'Honesty: the driver says when they came in.', language: 'en' },
  { screen: 'payPoint', says: 'Away from any lane: a screen where a driver pays before the exit.', language: 'de' },
  { screen: 'settled', says: 'Paid there: to the car, and by when the exit asks for nothing more.', language: 'en' },
  { screen: 'deniedBlocked', says: 'No entry, and what to do.', language: 'en' },
  { screen: 'faultBarrier', says: 'A fault: what does not work, and the next thing to do.', language: 'en' },
  { screen: 'heldFire', says: 'Everybody out.', language: 'en' },
]

const allVoices = Object.fromEntries(languageCodes.map((code) => [code, `/assets/voice-${code}.bin`]))
const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'kiosk')

if (process.argv.includes('--help')) {
  console.log('Usage: npm run album\n\nTakes the pictures of docs/kiosk and writes its index anew. Needs Debian’s chromium.')
} else if (!hasChromium) {
  console.error('album: Chromium is needed and is not there. On Debian: apt-get install chromium; or name it in GATEHOUSE_CHROMIUM')
  process.exitCode = 1
} else {
  process.exitCode = await takeAlbum()
}

async function takeAlbum(): Promise<number> {
  mkdirSync(folder, { recursive: true })
  const before = new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.webp'))
      .map((file) => [unnumbered(file), readFileSync(join(folder, file))]),
  )
  for (const file of readdirSync(folder)) if (file.endsWith('.webp')) rmSync(join(folder, file))
  const stage = await openStage()
  const lines: string[] = []
  let bytes = 0
  try {
    for (const [i, { screen, says, language = 'de', size = 'large', dark = false, contrast = false, menu = false }] of pictures.entries()) {
      const page = await stage.open(sizes[size], { lang: language, dark })
      // As on a box that was built with its voices, wherever this is run. The first page opens without; it is opened again.
      if (i === 0) {
        await page.route('**/assets/voices.json', (route) => route.fulfill({ json: allVoices }))
        await page.reload()
        await page.locator('[data-alive=yes] .kiosk').waitFor()
      }
      await stage.show(page, fixtures[screen])
      if (contrast) {
        await page.locator('[data-name=contrast]').click()
        await page.locator('html[data-contrast=high]').waitFor()
      }
      if (menu) {
        await page.locator('.all-languages').click()
        await page.getByRole('dialog').waitFor()
      }
      const marks = [
        language,
        ...(size === 'large' ? [] : [size]),
        ...(dark ? ['dark'] : []),
        ...(contrast ? ['contrast'] : []),
        ...(menu ? ['menu'] : []),
      ]
      const file = `${String(i + 1).padStart(2, '0')}-${screen}-${marks.join('-')}.webp`
      const shot = await page.screenshot()
      const last = before.get(unnumbered(file))
      const picture = last && (await looksLike(last, shot)) ? last : await sharp(shot).webp({ quality: 60, effort: 6 }).toBuffer()
      writeFileSync(join(folder, file), picture)
      bytes += picture.length
      lines.push(`## ${says}\n\n![${screen}, ${marks.join(', ')}](${file})\n`)
    }
  } finally {
    await stage.close()
  }
  const intro =
    'Made by `npm run album` from the built page in Chromium, with drawn cars and invented plates. 1280×800 unless the name says otherwise.'
  writeFileSync(join(folder, 'README.md'), `# The exit screen, screen by screen\n\n${intro}\n\n${lines.join('\n')}`)
  console.log(`${pictures.length} pictures in docs/kiosk, ${(bytes / 1024).toFixed(0)} KB`)
  return 0
}

function unnumbered(file: string): string {
  return file.replace(/^\d+-/, '')
}

/** Whether nothing a person could see has changed: a picture that stays the same byte for byte costs the repository nothing. */
async function looksLike(last: Buffer, now: Buffer): Promise<boolean> {
  const [a, b] = await Promise.all([last, now].map((image) => sharp(image).removeAlpha().raw().toBuffer()))
  if (!a || !b || a.length !== b.length) return false
  let off = 0
  for (let i = 0; i < a.length; i++) if (Math.abs((a[i] ?? 0) - (b[i] ?? 0)) > 64) off++
  return off < a.length / 2_000
}
