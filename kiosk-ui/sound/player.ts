import { notes, type Tone } from './tones.ts'

const NOTE_S = 0.13

export interface TonePlayer {
  /** silent where the browser forbids sound before a touch (a kiosk is started with autoplay allowed) */
  play(tone: Tone): void
  /** opens the sound device ahead of the first tone: that holds up the page for a while, and the first arm opens to a driver who is looking */
  prepare(): void
}

export function tonePlayer(): TonePlayer {
  let audio: AudioContext | null = null
  const withAudio = (use: (audio: AudioContext) => void) => {
    try {
      audio ??= new AudioContext()
      use(audio)
    } catch {
      // No sound device: the picture says the same.
    }
  }
  return {
    play: (tone) =>
      withAudio((audio) => {
        if (audio.state === 'suspended') void audio.resume().catch(() => {})
        for (const [i, hertz] of notes[tone].entries()) playNote(audio, hertz, audio.currentTime + i * NOTE_S)
      }),
    prepare: () => withAudio((audio) => void audio.suspend().catch(() => {})),
  }
}

function playNote(audio: AudioContext, hertz: number, at: number): void {
  const oscillator = audio.createOscillator()
  const loudness = audio.createGain()
  oscillator.type = 'triangle'
  oscillator.frequency.value = hertz
  loudness.gain.setValueAtTime(0, at)
  loudness.gain.linearRampToValueAtTime(0.35, at + 0.015)
  loudness.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S * 1.6)
  oscillator.connect(loudness).connect(audio.destination)
  oscillator.start(at)
  oscillator.stop(at + NOTE_S * 1.7)
}
