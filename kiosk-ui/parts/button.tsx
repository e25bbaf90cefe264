import type { ComponentChildren } from 'preact'

interface ButtonProps {
  readonly onTap: () => void
  readonly children: ComponentChildren
  readonly tone?: 'primary' | 'quiet'
  readonly wait?: boolean
  readonly name?: string
  /** what it is called when only its picture shows */
  readonly label?: string
}

/**
 * A target for a gloved finger. While a command is on its way it does not vanish or grey out (that would look like an error);
 * it only ignores further taps.
 */
export function Button({ onTap, children, tone = 'quiet', wait = false, name, label }: ButtonProps) {
  return (
    <button
      type="button"
      class={`button ${tone}`}
      aria-disabled={wait}
      data-name={name}
      aria-label={label}
      onClick={() => !wait && onTap()}
    >
      {children}
    </button>
  )
}
