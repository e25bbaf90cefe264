import { useBoxTime } from './box-time.tsx'
import type { Scene } from './scene.ts'

export type Notice = 'slowDown' | 'notNow'

interface NoticesProps {
  readonly scene: Scene
  readonly notice: Notice | null
  /** keeps an idle conversation alive; null where nothing but the next step does */
  readonly onStay: (() => void) | null
}

/** One calm bar in the place of place and time: the link, the idle warning, or a tap that could not be done. */
export function Notices({ scene, notice, onStay }: NoticesProps) {
  const { strings } = scene.speech
  const { resetsAt } = scene.view
  const { now, worry } = useBoxTime()
  if (worry) {
    return (
      <p class="notice" role="status">
        <i class="pulse" aria-hidden="true" />
        {strings.reconnecting}
      </p>
    )
  }
  if (resetsAt !== undefined) {
    const question = strings.stillThere(Math.max(0, Math.ceil((resetsAt - now) / 1000)))
    if (onStay === null) return <p class="notice">{question}</p>
    return (
      <button type="button" class="notice" data-name="stay" onClick={onStay}>
        <span>{question}</span> <strong>{strings.continue}</strong>
      </button>
    )
  }
  if (notice === null) return null
  return (
    <p class="notice" role="status">
      {strings[notice]}
    </p>
  )
}
