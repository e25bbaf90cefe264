import type { PeerClock } from './ports.ts'
import type { AnswerMessage, AskMessage } from './wire.ts'

type Unnumbered = AskMessage extends infer A ? (A extends AskMessage ? Omit<A, 'v' | 'id'> : never) : never

interface Open {
  readonly id: string
  readonly atMono: number
  readonly cancel: () => void
}

const AGAIN_MS = 2_000
const PICTURE_MS = 3_000

/** Questions to one sibling: one at a time per subject, asked again until answered, each answer counted once (N6). */
export function openQuestions(parts: {
  readonly clock: PeerClock
  readonly newId: () => string
  readonly ask: (question: AskMessage) => void
}) {
  const { clock, newId } = parts
  const open = new Map<string, Open>()
  const pictures = new Map<string, (jpeg: Uint8Array | null) => void>()

  function put(subject: string, question: Unnumbered): void {
    if (open.has(subject)) return
    const id = newId()
    const again = () => {
      open.delete(subject)
      put(subject, question)
    }
    open.set(subject, { id, atMono: clock.mono(), cancel: clock.after(AGAIN_MS, again) })
    parts.ask({ v: 1, id, ...question } as AskMessage)
  }

  return {
    put,
    /** the question this answers (a picture's is settled with that), or null for a late or invented one */
    settle(answer: AnswerMessage): Open | 'picture' | null {
      if (answer.what === 'picture') {
        const take = pictures.get(answer.id)
        take?.(answer.jpeg === null ? null : new Uint8Array(Buffer.from(answer.jpeg, 'base64')))
        return take ? 'picture' : null
      }
      const found = [...open].find(([, { id }]) => id === answer.id)
      if (!found) return null
      const [subject, question] = found
      question.cancel()
      open.delete(subject)
      return question
    },
    picture(ref: string, connected: boolean): Promise<Uint8Array | null> {
      if (!connected) return Promise.resolve(null)
      const id = newId()
      return new Promise((resolve) => {
        const done = (jpeg: Uint8Array | null) => {
          cancel()
          pictures.delete(id)
          resolve(jpeg)
        }
        const cancel = clock.after(PICTURE_MS, () => done(null))
        pictures.set(id, done)
        parts.ask({ v: 1, id, what: 'picture', ref })
      })
    },
    drop(): void {
      for (const { cancel } of open.values()) cancel()
      open.clear()
      for (const done of [...pictures.values()]) done(null)
    },
  }
}
