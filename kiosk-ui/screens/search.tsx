import { useEffect, useState } from 'preact/hooks'
import { Button } from '../parts/button.tsx'
import { CarChoice } from '../parts/car-choice.tsx'
import { Frame } from '../parts/frame.tsx'
import { BackIcon, DeleteIcon, KeysIcon } from '../parts/icons.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { Keyboard } from './search-keyboard.tsx'
import { isKey, searchHint, typed, untyped } from './search-typing.ts'

/** Finding one's car by a part of its plate: keys that lead nowhere are grey; a few cars that fit come up as photos. */
export function Search({ scene, screen }: ScreenProps<'search'>) {
  const { strings } = scene.speech
  const { results, tooMany } = screen
  // A quick finger types the next key before the lane has answered the last: until then the draft is what counts.
  const [draft, setDraft] = useState<string | null>(null)
  const query = draft ?? screen.query
  // Photos come by themselves once they are few; the driver may go back to the keys for this very query.
  const [keysFor, setKeysFor] = useState<string | null>(null)
  const [photosFor, setPhotosFor] = useState<string | null>(null)
  const photos = results.length > 0 && (tooMany ? photosFor === query : keysFor !== query)

  const search = async (next: string) => {
    if (next === query) return
    setDraft(next)
    await scene.send({ kind: 'search', query: next })
    setDraft((now) => (now === next ? null : now))
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return
      const key = event.key.toUpperCase()
      if (event.key === 'Backspace') void search(untyped(query))
      else if (isKey(key) && screen.nextKeys.includes(key)) void search(typed(query, key))
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [query, screen.nextKeys, scene])

  const back = (
    <Button name="back" wait={scene.busy} onTap={() => void scene.send({ kind: 'back' })}>
      <BackIcon />
      <span class="optional">{strings.back}</span>
    </Button>
  )
  if (photos) {
    return (
      <Frame
        title={strings.search.pick}
        layout="search photos"
        actions={
          <>
            {back}
            <Button name="type-on" tone="primary" onTap={() => (tooMany ? setPhotosFor(null) : setKeysFor(query))}>
              <KeysIcon />
              {strings.search.typeOn}
            </Button>
          </>
        }
      >
        <Typed query={query} label={strings.search.typed(query)} />
        <CarChoice cars={results} scene={scene} />
      </Frame>
    )
  }
  return (
    <Frame
      title={strings.search.title}
      layout="search keys"
      actions={
        <>
          <button
            type="button"
            class="button quiet delete"
            aria-label={strings.search.deleteLast}
            disabled={query === ''}
            onClick={() => void search(untyped(query))}
          >
            <DeleteIcon />
          </button>
          {back}
        </>
      }
    >
      <Typed query={query} label={strings.search.typed(query)} />
      <p class="hint">
        {strings.search[searchHint({ ...screen, query })]}
        {results.length > 0 && (
          <Button name="show" onTap={() => (tooMany ? setPhotosFor(query) : setKeysFor(null))}>
            {strings.search.show}
          </Button>
        )}
      </p>
      <Keyboard nextKeys={screen.nextKeys} label={strings.search.keyboard} onKey={(key) => void search(typed(query, key))} />
    </Frame>
  )
}

function Typed({ query, label }: { query: string; label: string }) {
  return (
    <p class="typed" role="img" aria-label={label}>
      <span aria-hidden="true">
        {query}
        <i />
      </span>
    </p>
  )
}
