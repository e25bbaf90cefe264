import { isLanguage, languageCodes } from '@gatehouse/domain/language.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { render } from 'preact'
import { App } from '../app.tsx'
import { fixtures } from '../fixtures.ts'
import { loadStrings } from '../strings/languages.ts'
import '../styles/all.css'
import './gallery.css'
import { createSpeaker } from '../voice/speaker.ts'
import { carPicture, pictures } from './pictures.ts'

/**
 * Every screen without a box, for `npx vite kiosk-ui`: `/gallery.html` shows all, `?show=yourCar&lang=de` one of them large,
 * `?view={…}` any LaneView given as JSON. Not part of the build.
 */
const asked = new URLSearchParams(location.search)
const lang = asked.get('lang')

/** Camera pictures come from the box; here they are drawn in place. */
const drawn = (view: LaneView): LaneView =>
  JSON.parse(
    JSON.stringify(view).replace(/"\/api\/images\/([\w-]+)"/g, (found, ref: string) => {
      const picture = pictures[ref]
      return picture ? JSON.stringify(`data:image/svg+xml,${encodeURIComponent(carPicture(picture))}`) : found
    }),
  )

function OneScreen({ view }: { view: LaneView }) {
  const shown = { view: drawn(view), receivedAt: performance.now(), linked: true, lostAt: null, fresh: false }
  const send = async (command: object) => {
    console.log('command', command)
    return { ok: true } as const
  }
  return (
    <App shown={shown} send={send} asked={isLanguage(lang) ? lang : null} askedTheme={null} play={() => {}} speaker={createSpeaker()} />
  )
}

function Wall() {
  return (
    <div class="wall">
      {Object.keys(fixtures).map((name) => (
        <figure key={name}>
          <iframe title={name} src={`?show=${name}${lang ? `&lang=${lang}` : ''}`} loading="lazy" />
          <figcaption>
            <a href={`?show=${name}`}>{name}</a>
          </figcaption>
        </figure>
      ))}
    </div>
  )
}

const json = asked.get('view')
const name = asked.get('show')
const view = json ? (JSON.parse(json) as LaneView) : name && name in fixtures ? fixtures[name as keyof typeof fixtures] : null
await Promise.all(languageCodes.map(loadStrings))
const root = document.getElementById('app')
if (root) render(view ? <OneScreen view={view} /> : <Wall />, root)
