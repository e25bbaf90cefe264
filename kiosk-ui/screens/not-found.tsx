import { Button } from '../parts/button.tsx'
import { CarChoice } from '../parts/car-choice.tsx'
import { Frame } from '../parts/frame.tsx'
import { BackIcon, KeysIcon } from '../parts/icons.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { Plate } from '../plate/plate.tsx'
import { plateWords } from '../words/plate-words.ts'

/**
 * No car inside for what was read, or its driver says it is another: near ones by photo, or type the plate. Never money for a plate that is
 * not inside.
 */
export function NotFound({ scene, screen }: ScreenProps<'notFound'>) {
  const { strings } = scene.speech
  const words = strings.notFound
  const near = screen.suggestions.length > 0
  return (
    <Frame
      title={screen.declined ? words.which : screen.plate ? words.title : words.unread}
      layout={near ? 'not-found near' : 'not-found'}
      actions={
        <>
          {screen.declined && !screen.honesty && (
            <Button name="back" onTap={() => void scene.act({ kind: 'back' })}>
              <BackIcon />
              {strings.back}
            </Button>
          )}
          {screen.honesty && (
            <Button name="honesty" onTap={() => void scene.act({ kind: 'startHonesty' })}>
              {strings.honesty.offer}
            </Button>
          )}
          <Button name="search" tone="primary" onTap={() => void scene.act({ kind: 'startSearch' })}>
            <KeysIcon />
            {words.type}
          </Button>
        </>
      }
    >
      {screen.plate && !screen.declined && (
        <Plate plate={screen.plate} home={scene.view.place.country} label={plateWords(screen.plate, strings)} />
      )}
      <p class="line">{near ? words.isItOne : words.none}</p>
      {near && <CarChoice cars={screen.suggestions} scene={scene} />}
    </Frame>
  )
}
