import { notes, type Tone } from './tones.ts'

const NOTE_S = 0.13

/** Plays tones; silent where the browser forbids sound before a touch (a kiosk is started with autoplay allowed). */
export function tonePlayer(): (tone: Tone) => void {
  let audio: AudioContext | null = null
  return (tone) => {
    try {
      audio ??= new AudioContext()
      if (audio.state === 'suspended') void audio.resume().catch(() => {})
      for (const [i, hertz] of notes[tone].entries()) playNote(audio, hertz, audio.currentTime + i * NOTE_S)
    } catch {
      // No sound device: the picture says the same.
    }
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
