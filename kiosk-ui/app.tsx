import { isRightToLeft, type Language } from '@gatehouse/domain/language.ts'
import type { KioskCommand, LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { LaneLink } from './link/lane-link.ts'
import { boxTime, linkWorry, type Shown } from './link/shown.ts'
import type { Ease } from './parts/ease.tsx'
import { Help } from './parts/help.tsx'
import { type Notice, Notices } from './parts/notices.tsx'
import type { Scene } from './parts/scene.ts'
import { toneOf } from './parts/tone.ts'
import { TopBar } from './parts/top-bar.tsx'
import { ScreenPicture } from './screens/index.tsx'
import { type Tone, toneFor } from './sound/tones.ts'
import { useWords } from './strings/use-words.ts'
import type { Speaker } from './voice/speaker.ts'
import { utterance } from './voice/utterance.ts'
import { announcement } from './words/announcement.ts'
import { type Choice, choiceAfter, isOver, placeLanguages, spokenLanguage } from './words/chosen-language.ts'
import { speech } from './words/speech.ts'
import { type Theme, themeAt } from './words/theme.ts'

const NOTICE_MS = 4_000

interface AppProps {
  readonly shown: Shown
  readonly send: LaneLink['send']
  readonly asked: Choice
  readonly askedTheme: Theme | null
  readonly play: (tone: Tone) => void
  readonly speaker: Speaker
}

/** The glass: one picture of the lane's view, in the language of the driver in front of it. */
export function App({ shown, send, asked, askedTheme, play, speaker }: AppProps) {
  const at = useSecond()
  const { view } = shown
  const previous = useRef<LaneView | null>(null)
  const [choice, setChoice] = useState<Choice>(null)
  const [contrast, setContrast] = useState(false)
  const [aloud, setAloud] = useState(false)
  const [waiting, setWaiting] = useState(0)
  const [notice, setNotice] = useState<Notice | null>(null)

  useEffect(() => {
    if (view === null) return
    const before = previous.current
    previous.current = view
    setChoice((now) => choiceAfter(now, before, view))
    if (isOver(before, view)) {
      setContrast(false)
      setAloud(false)
      speaker.stop()
    }
    const tone = toneFor(before, view)
    if (tone) play(tone)
    if (before?.screen.kind !== view.screen.kind) setNotice(null)
  }, [view])

  useEffect(() => {
    if (notice === null) return
    const timer = setTimeout(() => setNotice(null), NOTICE_MS)
    return () => clearTimeout(timer)
  }, [notice])

  const { language, strings } = useWords(view === null ? 'en' : spokenLanguage(choice, asked, view))
  const place = view?.place
  const spoken = useMemo(
    () => strings && speech(language, strings, { country: place?.country ?? '', timeZone: place?.timeZone ?? 'UTC' }),
    [language, strings, place?.country, place?.timeZone],
  )
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dir = isRightToLeft(language) ? 'rtl' : 'ltr'
  }, [language])
  // The lane remembers it for the plate. Chosen on the empty lane, it is told as soon as a vehicle is there.
  const untold = view !== null && choice !== null && view.screen.kind !== 'attract' && view.language !== choice ? choice : null
  useEffect(() => {
    if (untold !== null) void send({ kind: 'language', language: untold })
  }, [untold, view?.screen.kind])
  const systemDark = useSystemDark()
  const theme = themeAt(boxTime(shown, at), view?.place.timeZone ?? 'UTC', { asked: askedTheme, systemDark })
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  useEffect(() => {
    document.documentElement.dataset.contrast = contrast ? 'high' : 'usual'
  }, [contrast])
  const voices = useVoices(speaker)
  const saying = view === null ? '' : utterance(view, language).join(' ')
  const speak = () => void speaker.say(language, saying.split(' '))
  useEffect(() => {
    if (aloud) speak()
  }, [aloud, saying, language])
  useFocusOnChange(view)

  if (view === null || spoken === null) return null

  async function sendCommand(command: KioskCommand) {
    setWaiting((n) => n + 1)
    const reply = await send(command)
    setWaiting((n) => n - 1)
    // A stale tap and a lost link are already visible: the screen has moved on, or the bar says so.
    if (!reply.ok && reply.code !== 'stale' && reply.code !== 'offline') setNotice(reply.code === 'slowDown' ? 'slowDown' : 'notNow')
    return reply
  }
  const scene: Scene = { view, speech: spoken, now: boxTime(shown, Math.max(at, shown.receivedAt)), busy: waiting > 0, send: sendCommand }
  const ease: Ease = {
    contrast,
    onContrast: () => setContrast(!contrast),
    voice: voices.includes(language)
      ? {
          on: aloud,
          onSpeak: () => (aloud ? speak() : setAloud(true)),
          onMute: () => {
            setAloud(false)
            speaker.stop()
          },
        }
      : null,
  }
  const again = stayCommand(view.screen)
  const onStay = again === null ? null : () => void scene.send(again)

  return (
    <div class="kiosk" data-tone={toneOf(view)} data-screen={view.screen.kind} data-revision={view.revision}>
      <TopBar scene={scene} ease={ease} languages={placeLanguages(view)} onLanguage={(code: Language) => setChoice(code)}>
        <Notices scene={scene} worry={linkWorry(shown, at)} notice={notice} onStay={onStay} />
      </TopBar>
      <ScreenPicture scene={scene} />
      <Help scene={scene} />
      <p class="unseen" role="status">
        {announcement(view, spoken)}
      </p>
    </div>
  )
}

/** Any touch extends an idle conversation: asking for the same again changes nothing else. */
function stayCommand(screen: LaneView['screen']): KioskCommand | null {
  if (screen.kind === 'search') return { kind: 'search', query: screen.query }
  if (screen.kind === 'honesty') return { kind: 'startHonesty' }
  return screen.kind === 'exitCode' ? { kind: 'startCode' } : null
}

function useVoices(speaker: Speaker): readonly string[] {
  const [voices, setVoices] = useState<readonly string[]>([])
  useEffect(() => {
    void speaker.languages().then(setVoices)
  }, [speaker])
  return voices
}

function useSystemDark(): boolean {
  const [wish] = useState(() => matchMedia('(prefers-color-scheme: dark)'))
  const [dark, setDark] = useState(wish.matches)
  useEffect(() => {
    const follow = () => setDark(wish.matches)
    wish.addEventListener('change', follow)
    return () => wish.removeEventListener('change', follow)
  }, [wish])
  return dark
}

function useSecond(): number {
  const [at, setAt] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setAt(performance.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return at
}

/** When another screen comes up, keyboard and screen reader start at its headline. */
function useFocusOnChange(view: LaneView | null): void {
  const kind = view?.screen.kind
  const first = useRef(true)
  useEffect(() => {
    if (kind === undefined) return
    if (!first.current) document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
    first.current = false
  }, [kind])
}
