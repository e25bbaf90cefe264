import { isLanguage, languageCodes } from '@gatehouse/domain/language.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { hydrate } from 'preact'
import { useEffect, useErrorBoundary, useState } from 'preact/hooks'
import { App } from './app.tsx'
import { firstView } from './link/first-view.ts'
import { createLaneLink } from './link/lane-link.ts'
import { applyLink, nothingShown, type Shown } from './link/shown.ts'
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
const tones = tonePlayer()
const speaker = createSpeaker()

/** What the box has painted into this page, or nothing: then the still page stands until the first view comes. */
async function whatStands(): Promise<Shown> {
  const view = firstView()
  if (view === null) return nothingShown
  // Without its words nothing that stands there could be taken over.
  const hasWords = await loadStrings(spokenLanguage(null, asked, view)).then(
    () => true,
    () => false,
  )
  return hasWords ? applyLink(nothingShown, { kind: 'view', view, at: performance.now() }) : nothingShown
}

function Kiosk({ first }: { first: Shown }) {
  const [shown, setShown] = useState(first)
  const [link] = useState(() => createLaneLink(laneId, first))
  const [broken] = useErrorBoundary((error) => console.error(error))
  const hasWords = useFirstWords(shown.view)
  const waiting = broken || shown.view === null || !hasWords
  useEffect(() => link.open(setShown), [])
  useEffect(() => {
    const page = document.documentElement.dataset
    page.fallback = waiting ? 'yes' : 'no'
    // From the first view on the page stands on its own feet, and guard.js stays quiet.
    if (waiting) return
    page.alive = 'yes'
    performance.mark('gatehouse-first-view')
    doFirstTap()
  }, [waiting])
  useEffect(() => {
    if (broken) setTimeout(() => location.reload(), RELOAD_MS)
  }, [broken])

  if (broken || !hasWords) return null
  return <App shown={shown} send={link.send} asked={asked} askedTheme={isTheme(theme) ? theme : null} play={tones.play} speaker={speaker} />
}

/** The first driver's language before anything is painted, English if that cannot be had; then all others, so that a tap finds them here. */
function useFirstWords(view: LaneView | null): boolean {
  const isKnown = view !== null
  const [has, setHas] = useState(isKnown)
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
  requestIdleCallback(tones.prepare)
}

for (const event of ['contextmenu', 'dragstart', 'gesturestart'] as const) addEventListener(event, (e) => e.preventDefault())

/** A driver who was faster than this script: guard.js kept the button. Once its screen is gone, the tap is too. */
function doFirstTap(): void {
  const kept = globalThis as { firstTap?: HTMLElement | null }
  if (kept.firstTap?.isConnected) kept.firstTap.click()
  kept.firstTap = null
}

const root = document.getElementById('app')
const first = await whatStands()
if (first.view === null) root?.replaceChildren()
if (root) hydrate(<Kiosk first={first} />, root)
