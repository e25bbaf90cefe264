import type { Language } from '@gatehouse/domain/language.ts'
import { openVoice } from './voice-file.ts'

const PAUSE_S = 0.22
const JOIN_S = 0.02

export interface Speaker {
  /** the languages this box has clips of; none when it was built without a speech synthesiser */
  languages(): Promise<readonly string[]>
  /** says the clips one after the other; whatever was being said stops */
  say(language: Language, keys: readonly string[]): Promise<void>
  stop(): void
}

/** Plays clips that the build made. Everything that fails leaves silence: the screen says the same in words. */
export function createSpeaker(): Speaker {
  let audio: AudioContext | null = null
  let files: Promise<Readonly<Record<string, string>>> | null = null
  const voices = new Map<string, Promise<(key: string) => ArrayBuffer | null>>()
  let playing: AudioBufferSourceNode[] = []
  let turn = 0

  const list = () => {
    files ??= fetch('/assets/voices.json').then(
      (answer) => (answer.ok ? answer.json() : {}),
      () => ({}),
    )
    return files
  }
  async function voiceOf(language: Language): Promise<((key: string) => ArrayBuffer | null) | null> {
    const url = (await list())[language]
    if (url === undefined) return null
    const known = voices.get(language)
    if (known) return known
    const loading = fetch(url).then(async (answer) => openVoice(await answer.arrayBuffer()))
    voices.set(language, loading)
    loading.catch(() => voices.delete(language))
    return loading
  }
  function stop(): void {
    turn += 1
    for (const source of playing) source.stop()
    playing = []
  }
  return {
    languages: async () => Object.keys(await list()),
    async say(language, keys) {
      stop()
      const mine = turn
      try {
        const clip = await voiceOf(language)
        if (clip === null || mine !== turn) return
        audio ??= new AudioContext()
        const context = audio
        await context.resume()
        const parts = keys.flatMap((key) => {
          const bytes = clip(key)
          return bytes ? [{ key, bytes }] : []
        })
        const buffers = await Promise.all(parts.map(({ bytes }) => context.decodeAudioData(bytes)))
        if (mine !== turn) return
        let at = context.currentTime + 0.05
        for (const [i, buffer] of buffers.entries()) {
          const source = new AudioBufferSourceNode(context, { buffer })
          source.connect(context.destination)
          source.start(at)
          playing.push(source)
          // Figures run on into one another, sentences stand apart.
          at += buffer.duration + (parts[i]?.key.startsWith('t.') ? PAUSE_S : JOIN_S)
        }
      } catch {
        // No sound device, or a clip that could not be fetched.
      }
    },
    stop,
  }
}
