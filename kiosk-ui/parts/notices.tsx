import { Button } from './button.tsx'
import type { Scene } from './scene.ts'

export type Notice = 'slowDown' | 'notNow'

/** One calm bar over the screen's upper edge: the link, the idle warning, or a tap that could not be done. */
export function Notices({
  scene,
  worry,
  notice,
  onStay,
}: {
  scene: Scene
  worry: boolean
  notice: Notice | null
  onStay: (() => void) | null
}) {
  const { strings } = scene.speech
  const { resetsAt } = scene.view
  if (worry) {
    return (
      <p class="notice" role="status">
        <i class="pulse" aria-hidden="true" />
        {strings.reconnecting}
      </p>
    )
  }
  if (resetsAt !== undefined) {
    const left = Math.max(0, Math.ceil((resetsAt - scene.now) / 1000))
    return (
      <div class="notice idle">
        <p>{strings.stillThere(left)}</p>
        {onStay && (
          <Button name="stay" onTap={onStay}>
            {strings.continue}
          </Button>
        )}
      </div>
    )
  }
  if (notice === null) return null
  return (
    <p class="notice" role="status">
      {strings[notice]}
    </p>
  )
}
