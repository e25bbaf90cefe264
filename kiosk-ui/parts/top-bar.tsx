import { type Language, languageNames } from '@gatehouse/domain/language.ts'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { namesInBar } from '../words/chosen-language.ts'
import { useBoxTime } from './box-time.tsx'
import { type Ease, EaseButtons } from './ease.tsx'
import { GlobeIcon } from './icons.tsx'
import { LanguageMenu } from './language-menu.tsx'
import type { Scene } from './scene.ts'

interface TopBarProps {
  readonly scene: Scene
  readonly ease: Ease
  /** all of them, the place's own first */
  readonly languages: readonly Language[]
  /** chosen; spoken as soon as its words are here */
  readonly chosen: Language
  readonly onLanguage: (language: Language) => void
  /** a notice, which stands in for place and time */
  readonly children?: ComponentChildren
}

/** Where this is and what time it is; three languages by their own names, and a menu with all of them. */
export function TopBar({ scene, ease, languages, chosen, onLanguage, children }: TopBarProps) {
  const { view, speech } = scene
  const { kind } = view.screen
  // Open over the screen it was opened on: whoever comes next finds the screen, not the menu of the one before.
  const [openOver, setOpenOver] = useState<typeof kind | null>(null)
  const open = openOver === kind
  const close = () => setOpenOver(null)
  const choose = (code: Language) => {
    close()
    onLanguage(code)
  }
  return (
    <header class="top">
      <div class="top-start">
        {children}
        <p class="where">
          <Clock scene={scene} />
          <span>
            <strong>{view.place.name}</strong>
            <span>{view.lane.name}</span>
          </span>
        </p>
      </div>
      <EaseButtons scene={scene} ease={ease} />
      <nav class="languages" aria-label={speech.strings.languages}>
        {namesInBar(languages, speech.language).map((code) => (
          <button type="button" key={code} lang={code} aria-current={code === chosen} onClick={() => choose(code)}>
            {languageNames[code]}
          </button>
        ))}
        <button
          type="button"
          class="all-languages"
          aria-label={speech.strings.allLanguages}
          aria-haspopup="dialog"
          aria-expanded={open}
          onClick={() => setOpenOver(kind)}
        >
          <GlobeIcon />
        </button>
      </nav>
      {open && <LanguageMenu languages={languages} speech={speech} onChoose={choose} onClose={close} />}
    </header>
  )
}

function Clock({ scene }: { scene: Scene }) {
  return <time>{scene.speech.time(useBoxTime().now)}</time>
}
