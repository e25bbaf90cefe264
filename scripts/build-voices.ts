import { type Language, languageCodes } from '@gatehouse/domain/language.ts'
import { buildScreens } from './build-screens.ts'
import { buildVoices } from './voices.ts'

const HELP = `Usage: npm run voices [-- LANGUAGE…]

Makes the clips the exit screen speaks with, in every language or the given ones, and builds the screens again with them.
Needs Debian's espeak-ng (apt-get install espeak-ng). Clips whose text has not changed are kept in kiosk-ui/.voices.`

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP)
    return 0
  }
  const unknown = args.filter((arg) => !languageCodes.includes(arg as Language))
  if (unknown.length > 0) {
    console.error(`voices: ${unknown.join(', ')} is no language of the screen; there are ${languageCodes.join(', ')}`)
    return 2
  }
  const began = performance.now()
  const report = await buildVoices(args.length > 0 ? (args as Language[]) : languageCodes)
  if (report === null) {
    console.error(
      'voices: espeak-ng is not installed, so the screens stay silent and everything else works. On Debian: apt-get install espeak-ng',
    )
    return 1
  }
  await buildScreens()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`voices of ${report.made.length} languages made in ${seconds} s; all together ${(report.bytes / 1024 / 1024).toFixed(1)} MB`)
  return 0
}

process.exitCode = await main(process.argv.slice(2))
