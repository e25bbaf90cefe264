import platesFace from '@fontsource/overpass/files/overpass-latin-700-normal.woff2?url'
import { isLanguage, isRightToLeft } from '@gatehouse/domain/language.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { renderToString } from 'preact-render-to-string'
import { Glass } from './app.tsx'
import { FIRST_VIEW } from './link/first-view.ts'
import { applyLink, nothingShown } from './link/shown.ts'
import { BoxClock } from './parts/box-time.tsx'
import { loadStrings } from './strings/languages.ts'
import { createSpeaker } from './voice/speaker.ts'
import { spokenLanguage } from './words/chosen-language.ts'
import { isTheme, themeAt } from './words/theme.ts'

const ROOT = '<html lang="en" data-fallback="yes">'
const APP = '<div id="app"></div>'
const TITLE = '</title>'

/**
 * The built page with the lane's view already in it, for the box to send: the driver reads the amount before any script has run,
 * and the script then takes over the elements that stand there. `query` is the address's own (`lang`, `theme`). Throws on a view
 * this page has no picture for, and on a page that is not the one it was built with.
 */
export async function paintedPage(page: string, view: LaneView, query: URLSearchParams): Promise<string> {
  const [lang, theme] = [query.get('lang'), query.get('theme')]
  const asked = isLanguage(lang) ? lang : null
  const language = spokenLanguage(null, asked, view)
  await loadStrings(language)
  const shown = applyLink(nothingShown, { kind: 'view', view, at: performance.now() })
  const picture = renderToString(
    <BoxClock shown={shown}>
      <Glass view={view} asked={asked} send={notYet} play={() => {}} speaker={createSpeaker()} />
    </BoxClock>,
  )
  const at = themeAt(view.now, view.place.timeZone, { asked: isTheme(theme) ? theme : null, systemDark: false })
  const root = `<html lang="${language}" dir="${isRightToLeft(language) ? 'rtl' : 'ltr'}" data-theme="${at}" data-fallback="no">`
  const written = `<script type="application/json" id="${FIRST_VIEW}">${JSON.stringify(view).replaceAll('<', '\\u003c')}</script>`
  // Found in the styles only, it would come after the picture, and lay it out once more.
  const early = picture.includes('plate-text') ? `<link rel="preload" href="${platesFace}" as="font" type="font/woff2" crossorigin>` : ''
  return put(put(put(page, ROOT, root), TITLE, TITLE + early), APP, `<div id="app">${picture}</div>${written}`)
}

const notYet = async () => ({ ok: false, code: 'offline', message: 'the page has not started' }) as const

function put(page: string, place: string, what: string): string {
  const at = page.indexOf(place)
  if (at === -1) throw new Error(`the page has no ${place}: build the screens again`)
  return page.slice(0, at) + what + page.slice(at + place.length)
}
