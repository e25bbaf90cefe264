import type { PlateRead } from '@gatehouse/domain/plate.ts'

/** What is known about one picture: its plates, best first, or why it could not be read. */
export type Outcome =
  | { readonly file: string; readonly ms: number; readonly plates: readonly PlateRead[]; readonly explained?: string }
  | { readonly file: string; readonly error: string }

/** One line of JSON: `{file, ms, plates: [{text, confidence, box, candidates}]}` or `{file, error}`. */
export function jsonLine(outcome: Outcome): string {
  if ('error' in outcome) return JSON.stringify(outcome)
  const plates = outcome.plates.map(({ text, confidence, box, candidates }) => ({
    text,
    confidence: rounded(confidence),
    box,
    candidates: candidates.map((candidate) => ({ text: candidate.text, p: rounded(candidate.p) })),
  }))
  const explained = outcome.explained === undefined ? {} : { explained: outcome.explained }
  return JSON.stringify({ file: outcome.file, ms: Math.round(outcome.ms), plates, ...explained })
}

const rounded = (p: number): number => Math.round(p * 10_000) / 10_000

const PLATE_WIDTH = 14

/** The heading of the table for people; `fileWidth` is the width of its first column. */
export const tableHead = (fileWidth: number): string => `${'picture'.padEnd(fileWidth)}  ${'plate'.padEnd(PLATE_WIDTH)}   sure      ms`

/** The rows of one picture: a plate each. Characters the reader doubts are underlined where the terminal can. */
export function tableRows(outcome: Outcome, fileWidth: number, colours: boolean): string[] {
  const file = shortened(outcome.file, fileWidth).padEnd(fileWidth)
  if ('error' in outcome) return [`${file}  ${paint('31', outcome.error, colours)}`]
  const ms = String(Math.round(outcome.ms)).padStart(6)
  if (outcome.plates.length === 0) return [`${file}  ${'no plate'.padEnd(PLATE_WIDTH)}${' '.repeat(9)}${ms}`]
  return outcome.plates.map((plate, i) => {
    const first = i === 0
    const sure = `${Math.round(plate.confidence * 100)} %`.padStart(5)
    return `${first ? file : ' '.repeat(fileWidth)}  ${drawn(plate, colours)}  ${sure}${first ? `  ${ms}` : ''}`
  })
}

/** The plate as a box of one line, padded to its column. */
function drawn(plate: PlateRead, colours: boolean): string {
  const chars = [...plate.text].map((char, i) => ((plate.chars[i]?.[0]?.p ?? 0) < DOUBTFUL ? paint('4', char, colours) : char))
  return `│ ${chars.join('')} │${' '.repeat(Math.max(0, PLATE_WIDTH - 4 - plate.text.length))}`
}
const DOUBTFUL = 0.8

const paint = (code: string, text: string, colours: boolean): string => (colours ? `\u001b[${code}m${text}\u001b[0m` : text)

const shortened = (text: string, width: number): string => (text.length <= width ? text : `…${text.slice(text.length - width + 1)}`)

/** `[######      ] 12/40  name`, redrawn in place; `wipe` takes it away before something else is printed. */
export function progressBar(write: (text: string) => void, total: number): { show(done: number, file: string): void; wipe(): void } {
  const wipe = () => write('\r\u001b[2K')
  return {
    show(done, file) {
      const filled = Math.round((done / total) * 24)
      wipe()
      write(`[${'#'.repeat(filled)}${' '.repeat(24 - filled)}] ${done}/${total}  ${shortened(file, 40)}`)
    },
    wipe,
  }
}
