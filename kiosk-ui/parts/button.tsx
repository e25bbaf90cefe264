import type { ComponentChildren } from 'preact'

interface ButtonProps {
  readonly onTap: () => void
  readonly children: ComponentChildren
  readonly tone?: 'primary' | 'quiet'
  readonly wait?: boolean
  readonly name?: string
}

/**
 * A target for a gloved finger. While a command is on its way it does not vanish or grey out (that would look like an error);
 * it only ignores further taps.
 */
export function Button({ onTap, children, tone = 'quiet', wait = false, name }: ButtonProps) {
  return (
    <button type="button" class={`button ${tone}`} aria-disabled={wait} data-name={name} onClick={() => !wait && onTap()}>
      {children}
    </button>
  )
}
