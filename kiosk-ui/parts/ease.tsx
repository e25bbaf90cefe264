import type { ComponentChildren } from 'preact'
import { ContrastIcon, MuteIcon, SpeakerIcon } from './icons.tsx'
import type { Scene } from './scene.ts'

/** What makes the screen easier for one driver; it lasts for one conversation, like the language. */
export interface Ease {
  readonly contrast: boolean
  readonly onContrast: () => void
  /** null: this box has no voice for the language */
  readonly voice: { readonly on: boolean; readonly onSpeak: () => void; readonly onMute: () => void } | null
}

/** High contrast, and the screen read aloud: once asked for it goes on with every screen, until it is muted. */
export function EaseButtons({ scene, ease }: { scene: Scene; ease: Ease }) {
  const { strings } = scene.speech
  const { voice } = ease
  return (
    <div class="ease">
      {voice && (
        <Small name="read-aloud" label={strings.readAloud} pressed={voice.on} onTap={voice.onSpeak}>
          <SpeakerIcon />
        </Small>
      )}
      {voice?.on && (
        <Small name="sound-off" label={strings.soundOff} onTap={voice.onMute}>
          <MuteIcon />
        </Small>
      )}
      <Small name="contrast" label={strings.contrast} pressed={ease.contrast} onTap={ease.onContrast}>
        <ContrastIcon />
      </Small>
    </div>
  )
}

interface SmallProps {
  readonly name: string
  readonly label: string
  readonly pressed?: boolean
  readonly onTap: () => void
  readonly children: ComponentChildren
}

function Small({ name, label, pressed, onTap, children }: SmallProps) {
  return (
    <button type="button" data-name={name} aria-label={label} aria-pressed={pressed} onClick={onTap}>
      {children}
    </button>
  )
}
