import { render } from 'preact'
import { useEffect, useErrorBoundary, useState } from 'preact/hooks'
import { App } from './app.tsx'
import { type LaneLink, openLaneLink } from './link/lane-link.ts'
import { nothingShown } from './link/shown.ts'
import { tonePlayer } from './sound/player.ts'
import { isLanguage } from './strings/languages.ts'
import { isTheme } from './words/theme.ts'
import './styles/all.css'

const RELOAD_MS = 5_000

const laneId = decodeURIComponent(location.pathname.split('/')[2] ?? '')
const query = new URLSearchParams(location.search)
const [lang, theme] = [query.get('lang'), query.get('theme')]
const play = tonePlayer()

function Kiosk() {
  const [shown, setShown] = useState(nothingShown)
  const [link, setLink] = useState<LaneLink | null>(null)
  const [broken] = useErrorBoundary((error) => console.error(error))
  const waiting = broken || shown.view === null
  useEffect(() => {
    const opened = openLaneLink(laneId, setShown)
    setLink(opened)
    return opened.stop
  }, [])
  useEffect(() => {
    const page = document.documentElement.dataset
    page.fallback = waiting ? 'yes' : 'no'
    // From the first view on the page stands on its own feet, and guard.js stays quiet.
    if (!waiting) page.alive = 'yes'
  }, [waiting])
  useEffect(() => {
    if (broken) setTimeout(() => location.reload(), RELOAD_MS)
  }, [broken])

  if (broken || link === null) return null
  return (
    <App shown={shown} send={link.send} asked={isLanguage(lang) ? lang : null} askedTheme={isTheme(theme) ? theme : null} play={play} />
  )
}

for (const event of ['contextmenu', 'dragstart', 'gesturestart'] as const) addEventListener(event, (e) => e.preventDefault())

const root = document.getElementById('app')
if (root) render(<Kiosk />, root)
