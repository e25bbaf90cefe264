import type { ComponentChildren } from 'preact'

interface FrameProps {
  readonly title: ComponentChildren
  readonly children?: ComponentChildren
  readonly actions?: ComponentChildren
  readonly layout: string
}

/** The body of every screen: its headline, its content, its actions bottom right. The bar above and Help belong to the app. */
export function Frame({ title, children, actions, layout }: FrameProps) {
  return (
    <main class={`frame ${layout}`}>
      <h1 tabIndex={-1}>{title}</h1>
      {children}
      {actions && <div class="actions">{actions}</div>}
    </main>
  )
}

interface SignFrameProps extends Omit<FrameProps, 'layout'> {
  readonly sign: ComponentChildren
  readonly line?: ComponentChildren
}

/** A screen that is one road sign: a shape, a headline, one sentence, and at most one thing more. */
export function SignFrame({ title, line, sign, actions, children }: SignFrameProps) {
  return (
    <Frame title={title} actions={actions} layout="one-sign">
      <div class="shape">{sign}</div>
      <div class="words">
        {line && <p class="line">{line}</p>}
        {children}
      </div>
    </Frame>
  )
}
