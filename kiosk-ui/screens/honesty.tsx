import { DAY_MS, HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import { useState } from 'preact/hooks'
import { useBoxTime } from '../parts/box-time.tsx'
import { Button } from '../parts/button.tsx'
import { Frame } from '../parts/frame.tsx'
import { BackIcon } from '../parts/icons.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { Plate } from '../plate/plate.tsx'
import { plateWords } from '../words/plate-words.ts'
import { firstGuess, stepped } from './arrival-steps.ts'

const STEPS = [HOUR_MS, 5 * MINUTE_MS] as const

/** Nobody found this car: its driver says when they came in, in steps a glove can press, and sees how long ago that is. */
export function Honesty({ scene, screen }: ScreenProps<'honesty'>) {
  const { strings, time, dayWord, duration } = scene.speech
  const words = strings.honesty
  const { now } = useBoxTime()
  const [at, setAt] = useState(() => firstGuess(now, screen.earliest))
  const steps = now - screen.earliest > 2 * DAY_MS ? [DAY_MS, ...STEPS] : STEPS
  const step = (ms: number) => {
    setAt((before) => stepped(before + ms, now, screen.earliest))
    // Any touch extends an idle conversation.
    if (scene.view.resetsAt !== undefined) void scene.send({ kind: 'startHonesty' })
  }
  return (
    <Frame
      title={words.title}
      layout={steps.length > 2 ? 'honesty days' : 'honesty'}
      actions={
        <>
          <Button name="back" onTap={() => void scene.act({ kind: 'back' })}>
            <BackIcon />
            {strings.back}
          </Button>
          <Button name="show-price" tone="primary" onTap={() => void scene.act({ kind: 'stateArrival', at })}>
            {words.show}
          </Button>
        </>
      }
    >
      <p class="line">{words.line}</p>
      {screen.plate && <Plate plate={screen.plate} home={scene.view.place.country} label={plateWords(screen.plate, strings)} />}
      <p class="arrival" role="status">
        <span>{dayWord(at, now)}</span> <strong>{time(at)}</strong> <span>{duration(now - at)}</span>
      </p>
      <div class="steppers">
        {steps.map((ms) => (
          <div key={ms}>
            <Button onTap={() => step(-ms)}>{words.earlier(duration(ms))}</Button>
            <Button onTap={() => step(ms)}>{words.later(duration(ms))}</Button>
          </div>
        ))}
      </div>
    </Frame>
  )
}
