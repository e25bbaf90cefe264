import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../parts/button.tsx'
import { Frame } from '../parts/frame.tsx'
import { BackIcon, DeleteIcon } from '../parts/icons.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { codeGroups, isComplete, isTypo, typedDigit, untypedDigit } from './code-typing.ts'

const DIGITS = '123456789'

/** The nine digits a phone shows once it has paid, or a merchant's twelve. The last sends them; a typo is told at once and costs nothing. */
export function ExitCode({ scene, screen }: ScreenProps<'exitCode'>) {
  const { strings } = scene.speech
  const words = strings.exitCode
  const [digits, setDigits] = useState('')
  // What was wrong with the last code stands until the next digit.
  const [isFresh, setFresh] = useState(true)
  const press = useRef((_digit: string | null) => {})
  const { vouchers } = screen
  const typo = isComplete(digits, vouchers) && isTypo(digits)
  const problem = typo ? 'typo' : isFresh ? screen.problem : null

  press.current = (digit) => {
    if (scene.isActing()) return
    const next = digit === null ? untypedDigit(digits) : typedDigit(digits, digit, vouchers)
    if (next === digits) return
    setFresh(false)
    setDigits(next)
    if (!isComplete(next, vouchers) || isTypo(next)) return
    void scene.act({ kind: 'enterCode', code: next }).then(() => {
      setDigits('')
      setFresh(true)
    })
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return
      if (event.key === 'Backspace') press.current(null)
      else if (/^\d$/.test(event.key)) press.current(event.key)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])

  const key = (digit: string) => (
    <button type="button" key={digit} class="key" onClick={() => press.current(digit)}>
      {digit}
    </button>
  )
  return (
    <Frame
      title={vouchers ? words.anyTitle : words.title}
      layout="exit-code"
      actions={
        <Button name="back" onTap={() => void scene.act({ kind: 'back' })}>
          <BackIcon />
          {strings.back}
        </Button>
      }
    >
      <p class="code-typed" dir="ltr" role="img" aria-label={words.typed(digits)}>
        {codeGroups(digits).map((group, i) => (
          <span key={i} aria-hidden="true">
            {group}
          </span>
        ))}
      </p>
      <p class={problem === null ? 'line' : 'line warn'} role={problem === null ? undefined : 'alert'}>
        {problem === null ? (vouchers ? words.anyLine : words.line) : words.problems[problem]}
      </p>
      <p class="unseen" aria-live="polite">
        {digits !== '' && words.typed(digits)}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw and announce a form that is none */}
      <div class="keypad" role="group" aria-label={words.keypad} dir="ltr">
        {[...DIGITS].map(key)}
        <button
          type="button"
          class="key delete"
          aria-label={strings.search.deleteLast}
          disabled={digits === ''}
          onClick={() => press.current(null)}
        >
          <DeleteIcon />
        </button>
        {key('0')}
      </div>
    </Frame>
  )
}
