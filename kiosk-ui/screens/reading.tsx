import { Frame } from '../parts/frame.tsx'
import { Photo } from '../parts/photo.tsx'
import type { ScreenProps } from '../parts/scene.ts'

const SLOTS = [0, 1, 2, 3, 4, 5, 6]

/** A second the driver can see: the live picture, and a plate that is being filled. */
export function Reading({ scene, screen }: ScreenProps<'reading'>) {
  const { reading } = scene.speech.strings
  return (
    <Frame title={reading.title} layout={screen.imageUrl ? 'reading' : 'reading blind'}>
      {screen.imageUrl && (
        <div class="finder">
          <Photo url={screen.imageUrl} label="" empty="" />
        </div>
      )}
      <div class="words">
        <p class="line">{reading.line}</p>
        <div class="slots" aria-hidden="true">
          {SLOTS.map((slot) => (
            <i key={slot} data-slot={slot} />
          ))}
        </div>
      </div>
    </Frame>
  )
}
