import type { ComponentChildren } from 'preact'
import { type Language, languageCodes, languages } from '../strings/languages.ts'
import type { Scene } from './scene.ts'

interface TopBarProps {
  readonly scene: Scene
  readonly onLanguage: (language: Language) => void
  /** a notice, which stands in for place and time */
  readonly children?: ComponentChildren
}

/** Where this is and what time it is; every language by its own name. */
export function TopBar({ scene, onLanguage, children }: TopBarProps) {
  const { view, speech, now } = scene
  return (
    <header class="top">
      <p class="where">
        <time>{speech.time(now)}</time>
        <span>
          <strong>{view.place.name}</strong>
          <span>{view.lane.name}</span>
        </span>
      </p>
      <nav class="languages" aria-label={speech.strings.languages}>
        {languageCodes.map((code) => (
          <button type="button" key={code} lang={code} aria-current={code === speech.language} onClick={() => onLanguage(code)}>
            {languages[code].name}
          </button>
        ))}
      </nav>
      {children}
    </header>
  )
}
