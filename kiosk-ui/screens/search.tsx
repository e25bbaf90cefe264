import { useLayoutEffect, useState } from 'preact/hooks'
import { Button } from '../parts/button.tsx'
import { CarChoice } from '../parts/car-choice.tsx'
import { Frame } from '../parts/frame.tsx'
import { BackIcon, DeleteIcon, KeysIcon } from '../parts/icons.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { Keyboard } from './search-keyboard.tsx'
import { isKey, searchHint, typed, untyped } from './search-typing.ts'
import { useTyping } from './use-typing.ts'

/** Finding one's car by a part of its plate: keys that lead nowhere are grey; a few cars that fit come up as photos. */
export function Search({ scene, screen }: ScreenProps<'search'>) {
  const { strings } = scene.speech
  const { results, tooMany } = screen
  const { query, search } = useTyping(scene, screen.query)
  // Photos come by themselves once they are few; the driver may go back to the keys for this very query.
  const [keysFor, setKeysFor] = useState<string | null>(null)
  const [photosFor, setPhotosFor] = useState<string | null>(null)
  const photos = results.length > 0 && (tooMany ? photosFor === query : keysFor !== query)

  // Before the next picture is seen: a key that has just turned grey must not be typed any more.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return
      const key = event.key.toUpperCase()
      if (event.key === 'Backspace') search(untyped)
      else if (isKey(key) && screen.nextKeys.includes(key)) search((text) => typed(text, key))
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [screen.nextKeys, search])

  const back = (
    <Button name="back" label={strings.back} onTap={() => void scene.act({ kind: 'back' })}>
      <BackIcon />
      {photos && strings.back}
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
            onClick={() => search(untyped)}
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
      <Keyboard nextKeys={screen.nextKeys} label={strings.search.keyboard} onKey={(key) => search((text) => typed(text, key))} />
    </Frame>
  )
}

function Typed({ query, label }: { query: string; label: string }) {
  return (
    <p class="typed" role="img" aria-label={label}>
      <span aria-hidden="true" dir="ltr">
        {query}
        <i />
      </span>
    </p>
  )
}
