import { useState } from 'preact/hooks'

interface PhotoProps {
  readonly url: string | null
  readonly label: string
  /** stands in the frame when there is no picture */
  readonly empty: string
}

/** A camera picture, or an honest empty frame: a picture that was erased meanwhile must not show a broken image. */
export function Photo({ url, label, empty }: PhotoProps) {
  const [failed, setFailed] = useState<string | null>(null)
  if (url === null || failed === url) {
    return (
      <div class="photo empty" role="img" aria-label={empty}>
        <span aria-hidden="true">{empty}</span>
      </div>
    )
  }
  return <img class="photo" src={url} alt={label} onError={() => setFailed(url)} draggable={false} />
}
