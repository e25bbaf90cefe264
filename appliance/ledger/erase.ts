import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { images } from './images.ts'
import type { plateLanguages } from './plate-languages.ts'
import type { plates } from './plates.ts'
import type { Recorder } from './record.ts'
import type { Transact, Tx } from './transact.ts'

/** What to erase and why; `policy` is the rule's name, as it stands in the evidence. */
export interface Erasure {
  readonly policy: string
  readonly plateRefs?: readonly string[]
  readonly imageRefs?: readonly string[]
  /** keeps a keyed hash of each plate, so a returning one can be recognised but not read */
  readonly keyPlate?: (text: string) => string
}
export interface Erased {
  readonly plates: number
  readonly images: number
}

/** One event may name this many references: a row of the log stays small enough for any batch. */
const EVIDENCE_ROW = 200

/**
 * Erases personal data and writes the evidence, by reference, in the same transaction. The log itself never held what is erased, so
 * its chain stays whole. Picture files go once that is committed: a crash in between leaves a file nobody refers to, for the next sweep.
 */
export function eraser(parts: {
  readonly transact: Transact
  readonly plates: ReturnType<typeof plates>
  readonly images: ReturnType<typeof images>
  readonly languages: ReturnType<typeof plateLanguages>
  readonly write: Recorder['write']
  readonly now: () => EpochMs
  /** empties the write-ahead log, where the erased bytes would still stand */
  readonly scrub: () => void
}) {
  const { transact, plates, images, languages, write, now, scrub } = parts
  const forgetLanguage = (tx: Tx, ref: string): void => {
    const text = plates.get(ref)?.text
    if (text) languages.forget(tx, text)
  }
  const eraseRows = (tx: Tx, { policy, plateRefs = [], imageRefs = [], keyPlate }: Erasure) => {
    const at = now()
    // a plate that is erased for good, and not only made unreadable, leaves nothing by which its driver is recognised
    if (!keyPlate) for (const ref of plateRefs) forgetLanguage(tx, ref)
    const hashOf = (ref: string): string | null => {
      const text = keyPlate && plates.get(ref)?.text
      return text ? keyPlate(text) : null
    }
    const gone = {
      plateRefs: plateRefs.filter((ref) => plates.erase(tx, ref, at, hashOf(ref))),
      imageRefs: imageRefs.filter((ref) => images.erase(tx, ref, at)),
    }
    const action = keyPlate ? 'hashed' : 'erased'
    for (const part of evidence(gone)) write(tx, { kind: 'personal.erased', payload: { policy, action, ...part, at } })
    return gone
  }
  return (erasures: readonly Erasure[]): Erased => {
    const gone = transact((tx) => erasures.map((erasure) => eraseRows(tx, erasure)))
    const imageRefs = gone.flatMap((part) => part.imageRefs)
    for (const ref of imageRefs) images.dropBytes(ref)
    const plateCount = gone.reduce((sum, part) => sum + part.plateRefs.length, 0)
    if (plateCount > 0) scrub()
    return { plates: plateCount, images: imageRefs.length }
  }
}

interface Gone {
  readonly plateRefs: readonly string[]
  readonly imageRefs: readonly string[]
}

function evidence({ plateRefs, imageRefs }: Gone): { plateRefs: string[]; imageRefs: string[] }[] {
  const parts = Math.ceil(Math.max(plateRefs.length, imageRefs.length) / EVIDENCE_ROW)
  return Array.from({ length: parts }, (_, i) => {
    const [from, until] = [i * EVIDENCE_ROW, (i + 1) * EVIDENCE_ROW]
    return { plateRefs: plateRefs.slice(from, until), imageRefs: imageRefs.slice(from, until) }
  })
}
