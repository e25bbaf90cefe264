import { type Language, languageNames } from '@gatehouse/domain/language.ts'
import { useEffect, useRef } from 'preact/hooks'
import type { Speech } from '../words/speech.ts'
import { CloseIcon } from './icons.tsx'

interface LanguageMenuProps {
  readonly languages: readonly Language[]
  readonly speech: Speech
  readonly onChoose: (language: Language) => void
  readonly onClose: () => void
}

/** An untouched menu gives the screen back. */
const CLOSE_MS = 20_000

/** Every language by its own name. The browser's own dialog keeps the focus inside and closes on Escape. */
export function LanguageMenu({ languages, speech, onChoose, onClose }: LanguageMenuProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
    dialog.current?.querySelector<HTMLElement>('[aria-current=true]')?.focus()
    const timer = setTimeout(onClose, CLOSE_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <dialog ref={dialog} class="language-menu" aria-label={speech.strings.allLanguages} onClose={onClose} closedby="any">
      <div class="language-list">
        {languages.map((code) => (
          <button
            type="button"
            key={code}
            lang={code}
            dir="auto"
            class="button"
            aria-current={code === speech.language}
            onClick={() => onChoose(code)}
          >
            {languageNames[code]}
          </button>
        ))}
        <button type="button" class="button close" aria-label={speech.strings.close} onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
    </dialog>
  )
}
