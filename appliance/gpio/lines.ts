/**
 * The GPIO lines of one lane, requested together and released together. A relay can only be pulsed, never held: that makes
 * "the arm's OPEN contact is stuck on" impossible to write.
 */
export interface GpioLines {
  /** Closes a relay for `ms` (1 to 2000); a second pulse while one runs is refused. Resolves once the relay is low again. */
  pulse(line: number, ms: number): Promise<void>
  /** the debounced level, after active-low inversion */
  read(line: number): boolean
  /** every debounced change, in order; returns an unsubscribe function */
  subscribe(listener: (edge: { readonly line: number; readonly active: boolean }) => void): () => void
  /** drives every relay low and gives the lines back; may be called twice */
  close(): Promise<void>
}

export interface GpioRequest {
  /** label of the chip as the kernel names it; `auto` takes the first Raspberry Pi header chip found */
  readonly chip: string
  /** BCM numbers; driven low at once */
  readonly relays: readonly number[]
  readonly inputs: readonly GpioInput[]
  /** shown by `gpioinfo` beside each line */
  readonly consumer: string
}
export interface GpioInput {
  readonly line: number
  /** true: a closed contact to ground reads as active (with the Pi's pull-up) */
  readonly activeLow: boolean
  readonly debounceMs: number
}
export type OpenGpio = (request: GpioRequest) => Promise<GpioLines>

/** The longest a relay may ever be on, whatever was asked for (milliseconds). */
export const RELAY_MAX_MS = 2_000

/** Labels of the header's chip: Pi 5, Pi 4, Pi 3 and Zero 2. */
export const PI_CHIPS = ['pinctrl-rp1', 'pinctrl-bcm2711', 'pinctrl-bcm2835'] as const

/** Says which line failed, whether trying again helps, and what to look at. */
export class GpioError extends Error {
  readonly retry: boolean
  constructor(message: string, retry: boolean, options?: ErrorOptions) {
    super(message, options)
    this.name = 'GpioError'
    this.retry = retry
  }
}
