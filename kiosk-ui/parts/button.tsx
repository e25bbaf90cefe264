import type { ComponentChildren } from 'preact'

interface ButtonProps {
  readonly onTap: () => void
  readonly children: ComponentChildren
  readonly tone?: 'primary' | 'quiet'
  readonly name?: string
  /** what it is called when only its picture shows */
  readonly label?: string
}

/**
 * A target for a gloved finger. It gives way under the finger by style alone, in the very next frame; while a command is on its
 * way it neither vanishes nor greys out (that would look like an error).
 */
export function Button({ onTap, children, tone = 'quiet', name, label }: ButtonProps) {
  return (
    <button type="button" class={`button ${tone}`} data-name={name} aria-label={label} onClick={onTap}>
      {children}
    </button>
  )
}
