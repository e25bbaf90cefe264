import { type Answer, type Asked, answer, mustRefetch, type ServeContext, toResponse } from './answer.ts'

/** A live request for which there is nothing yet. While it is held, no more of it is in memory than its position. */
export interface Held {
  /** Calls back once, when there is something or the time is up. The result is to be called when nobody waits any more. */
  onAnswer(to: (answer: Answer) => void): () => void
}

/** A class, where functions would do: most of the time thousands of these are all that the cloud has to do. */
export class HeldRequest implements Held {
  private readonly context: ServeContext
  private readonly asked: Asked
  private timer: NodeJS.Timeout | undefined
  private takeBack: (() => void) | undefined
  private to: ((answer: Answer) => void) | undefined

  constructor(context: ServeContext, asked: Asked) {
    this.context = context
    this.asked = asked
  }

  onAnswer(to: (answer: Answer) => void): () => void {
    const { shape, offset } = this.asked
    if (shape.isOver() || shape.log().read(offset).messages.length > 0) {
      to(this.answerNow())
      return NOTHING_TO_LEAVE
    }
    this.to = to
    const finish = () => {
      this.leave()
      this.to?.(this.answerNow())
    }
    this.timer = setTimeout(finish, this.context.longPollMs)
    this.takeBack = shape.next(finish)
    return () => this.leave()
  }

  private leave(): void {
    clearTimeout(this.timer)
    this.takeBack?.()
  }

  private answerNow(): Answer {
    const { context, asked } = this
    if (asked.shape.isOver()) return mustRefetch(context, asked.shape)
    const slice = asked.shape.log().read(asked.offset)
    return answer(context, asked, slice, slice.messages.length > 0)
  }
}
const NOTHING_TO_LEAVE = (): void => {}

/** What is held as a Response, for a caller that has no connection to write to. */
export function whenAnswered(held: Held, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) => {
    const leave = held.onAnswer((answer) => {
      signal.removeEventListener('abort', gone)
      resolve(toResponse(answer))
    })
    const gone = () => {
      leave()
      resolve(new Response(null, { status: CALLER_GONE }))
    }
    signal.addEventListener('abort', gone, { once: true })
    if (signal.aborted) gone()
  })
}
/** nobody reads it; nginx has a number for that */
const CALLER_GONE = 499
