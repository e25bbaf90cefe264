import { HelpIcon } from './icons.tsx'
import type { Scene } from './scene.ts'

/** Always bottom left. Once called it says so, and offers to take the call back. */
export function Help({ scene }: { scene: Scene }) {
  const { strings } = scene.speech
  const open = scene.view.helpOpen
  return (
    <div class={open ? 'help called' : 'help'}>
      <button type="button" class="button" data-name="help" onClick={() => void scene.act({ kind: open ? 'cancelHelp' : 'help' })}>
        <HelpIcon />
        <span class="help-words">
          <span>{open ? strings.helpCalled : strings.help}</span>
          {open && <small>{strings.cancelHelp}</small>}
        </span>
      </button>
    </div>
  )
}
