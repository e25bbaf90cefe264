import { isLanguage, languageCodes } from '@gatehouse/domain/language.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { render } from 'preact'
import { useEffect, useErrorBoundary, useState } from 'preact/hooks'
import { App } from './app.tsx'
import { type LaneLink, openLaneLink } from './link/lane-link.ts'
import { nothingShown } from './link/shown.ts'
import { tonePlayer } from './sound/player.ts'
import { loadStrings } from './strings/languages.ts'
import { createSpeaker } from './voice/speaker.ts'
import { spokenLanguage } from './words/chosen-language.ts'
import { isTheme } from './words/theme.ts'
import './styles/all.css'

const RELOAD_MS = 5_000

const laneId = decodeURIComponent(location.pathname.split('/')[2] ?? '')
const query = new URLSearchParams(location.search)
const [lang, theme] = [query.get('lang'), query.get('theme')]
const asked = isLanguage(lang) ? lang : null
const play = tonePlayer()
const speaker = createSpeaker()

function Kiosk() {
  const [shown, setShown] = useState(nothingShown)
  const [link, setLink] = useState<LaneLink | null>(null)
  const [broken] = useErrorBoundary((error) => console.error(error))
  const hasWords = useFirstWords(shown.view)
  const waiting = broken || shown.view === null || !hasWords
  useEffect(() => {
    const opened = openLaneLink(laneId, setShown)
    setLink(opened)
    return opened.stop
  }, [])
  useEffect(() => {
    const page = document.documentElement.dataset
    page.fallback = waiting ? 'yes' : 'no'
    // From the first view on the page stands on its own feet, and guard.js stays quiet.
    if (waiting) return
    page.alive = 'yes'
    performance.mark('gatehouse-first-view')
  }, [waiting])
  useEffect(() => {
    if (broken) setTimeout(() => location.reload(), RELOAD_MS)
  }, [broken])

  if (broken || link === null || !hasWords) return null
  return <App shown={shown} send={link.send} asked={asked} askedTheme={isTheme(theme) ? theme : null} play={play} speaker={speaker} />
}

/** The first driver's language before anything is painted, English if that cannot be had; then all others, so that a tap finds them here. */
function useFirstWords(view: LaneView | null): boolean {
  const [has, setHas] = useState(false)
  const isKnown = view !== null
  useEffect(() => {
    if (view === null) return
    loadStrings(spokenLanguage(null, asked, view))
      .catch(() => loadStrings('en'))
      .then(() => setHas(true), console.error)
      .then(() => requestIdleCallback(fetchOthers))
  }, [isKnown])
  return has
}

async function fetchOthers(): Promise<void> {
  for (const code of languageCodes) await loadStrings(code).catch(() => {})
}

for (const event of ['contextmenu', 'dragstart', 'gesturestart'] as const) addEventListener(event, (e) => e.preventDefault())

const root = document.getElementById('app')
if (root) render(<Kiosk />, root)
