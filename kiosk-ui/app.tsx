import { isRightToLeft, type Language } from '@gatehouse/domain/language.ts'
import type { KioskCommand, LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { LaneLink } from './link/lane-link.ts'
import type { Shown } from './link/shown.ts'
import { afterFrame } from './parts/after-frame.ts'
import { BoxClock } from './parts/box-time.tsx'
import type { Ease } from './parts/ease.tsx'
import { Help } from './parts/help.tsx'
import { type Notice, Notices } from './parts/notices.tsx'
import { PageTheme } from './parts/page-theme.tsx'
import type { Scene } from './parts/scene.ts'
import { toneOf } from './parts/tone.ts'
import { TopBar } from './parts/top-bar.tsx'
import { useTaps } from './parts/use-taps.ts'
import { ScreenPicture } from './screens/index.tsx'
import { type Tone, toneFor } from './sound/tones.ts'
import { useWords } from './strings/use-words.ts'
import type { Speaker } from './voice/speaker.ts'
import { utterance } from './voice/utterance.ts'
import { announcement } from './words/announcement.ts'
import { type Choice, choiceAfter, isOver, placeLanguages, spokenLanguage } from './words/chosen-language.ts'
import { speech } from './words/speech.ts'
import type { Theme } from './words/theme.ts'

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
export function App({ shown, askedTheme, ...rest }: AppProps) {
  if (shown.view === null) return null
  return (
    <BoxClock shown={shown}>
      <PageTheme timeZone={shown.view.place.timeZone} asked={askedTheme} />
      <Glass view={shown.view} {...rest} />
    </BoxClock>
  )
}

type GlassProps = Omit<AppProps, 'shown' | 'askedTheme'> & { readonly view: LaneView }

/**
 * What a tap changes on this side is drawn in the frame that follows it: the picture of the screen is drawn again for another view
 * or language only, never for a notice, a second that has passed or a command on its way.
 */
export function Glass({ view, send, asked, play, speaker }: GlassProps) {
  const [choice, setChoice] = useState<Choice>(null)
  const [tapped, setTapped] = useState<Language | null>(null)
  const [contrast, setContrast] = useState(false)
  const [aloud, setAloud] = useState(false)
  const [notice, setNotice] = useNotice()
  const taps = useTaps(send, setNotice)

  useEachView(useLayoutEffect, view, (before) => {
    setChoice((now) => choiceAfter(now, before, view))
    if (isOver(before, view)) {
      setContrast(false)
      setAloud(false)
    }
    if (before?.screen.kind !== view.screen.kind) setNotice(null)
  })
  useEachView(useEffect, view, (before) => {
    if (isOver(before, view)) speaker.stop()
    const tone = toneFor(before, view)
    if (tone) play(tone)
  })

  const wanted = spokenLanguage(choice, asked, view)
  const { language, strings } = useWords(wanted)
  const { country, timeZone } = view.place
  const spoken = useMemo(() => strings && speech(language, strings, { country, timeZone }), [language, strings, country, timeZone])
  useLayoutEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dir = isRightToLeft(language) ? 'rtl' : 'ltr'
  }, [language])
  // The tapped button answers in the frame that follows; the whole page, which costs several times as much, in the one after it.
  useLayoutEffect(() => {
    if (tapped === null) return
    return afterFrame(() => {
      setChoice(tapped)
      setTapped(null)
    })
  }, [tapped])
  useLayoutEffect(
    () =>
      afterFrame(() => {
        document.documentElement.dataset.contrast = contrast ? 'high' : 'usual'
      }),
    [contrast],
  )
  // The lane remembers it for the plate. Chosen on the empty lane, it is told as soon as a vehicle is there.
  const untold = choice !== null && view.screen.kind !== 'attract' && view.language !== choice ? choice : null
  useEffect(() => {
    if (untold !== null) void send({ kind: 'language', language: untold })
  }, [untold, view.screen.kind])
  const voices = useVoices(speaker)
  const saying = aloud ? utterance(view, language).join(' ') : ''
  const speak = () => void speaker.say(language, saying.split(' '))
  useEffect(() => {
    if (aloud) speak()
  }, [aloud, saying, language])
  useFocusOnChange(view)

  const scene = useMemo<Scene | null>(() => spoken && { view, speech: spoken, ...taps }, [view, spoken, taps])
  const picture = useMemo(() => scene && <Picture scene={scene} />, [scene])
  if (scene === null) return null

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
      <TopBar scene={scene} ease={ease} languages={placeLanguages(view)} chosen={tapped ?? wanted} onLanguage={setTapped}>
        <Notices scene={scene} notice={notice} onStay={onStay} />
      </TopBar>
      {picture}
    </div>
  )
}

function Picture({ scene }: { scene: Scene }) {
  return (
    <>
      <ScreenPicture scene={scene} />
      <Help scene={scene} />
      <p class="unseen" role="status">
        {announcement(scene.view, scene.speech)}
      </p>
    </>
  )
}

/** Any touch extends an idle conversation: asking for the same again changes nothing else. */
function stayCommand(screen: LaneView['screen']): KioskCommand | null {
  if (screen.kind === 'search') return { kind: 'search', query: screen.query }
  if (screen.kind === 'honesty') return { kind: 'startHonesty' }
  // The price runs out at a pay point only, and there going back to it is what extends it.
  if (screen.kind === 'yourCar' || screen.kind === 'paymentFailed') return { kind: 'back' }
  return screen.kind === 'exitCode' ? { kind: 'startCode' } : null
}

/** A layout effect comes before the frame that shows the view, an effect after it: sounds do not hold it up. */
function useEachView(when: typeof useEffect, view: LaneView, react: (before: LaneView | null) => void): void {
  const last = useRef<LaneView | null>(null)
  when(() => {
    const before = last.current
    last.current = view
    react(before)
  }, [view])
}

/** A tap that could not be done; said for a while. */
function useNotice() {
  const [notice, setNotice] = useState<Notice | null>(null)
  useEffect(() => {
    if (notice === null) return
    const timer = setTimeout(() => setNotice(null), NOTICE_MS)
    return () => clearTimeout(timer)
  }, [notice])
  return [notice, setNotice] as const
}

function useVoices(speaker: Speaker): readonly string[] {
  const [voices, setVoices] = useState<readonly string[]>([])
  useEffect(() => {
    void speaker.languages().then(setVoices)
  }, [speaker])
  return voices
}

/** When another screen comes up, keyboard and screen reader start at its headline. */
function useFocusOnChange({ screen: { kind } }: LaneView): void {
  const first = useRef(true)
  useEffect(() => {
    if (!first.current) document.querySelector<HTMLElement>('.frame h1')?.focus({ preventScroll: true })
    first.current = false
  }, [kind])
}
