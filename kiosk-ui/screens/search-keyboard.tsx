import { KEYS } from './search-typing.ts'

interface KeyboardProps {
  /** the keys that can still lead to a car inside */
  readonly nextKeys: string
  readonly label: string
  readonly onKey: (key: string) => void
}

/** Digits, then the alphabet in its order: the one order that drivers of every country know. */
export function Keyboard({ nextKeys, label, onKey }: KeyboardProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw and announce a form that is none
    <div class="keyboard" role="group" aria-label={label} dir="ltr">
      {[...KEYS].map((key) => (
        <button type="button" key={key} class="key" disabled={!nextKeys.includes(key)} onClick={() => onKey(key)}>
          {key}
        </button>
      ))}
    </div>
  )
}
