import * as v from 'valibot'
import { type Language, languageCodes } from '../language.ts'
import type { FeeLine } from '../tariff/quote.ts'
import type { VehicleClass } from '../tariff/rate-table.ts'

/**
 * What a lane's screen shows. The kiosk is a pure picture of this value: `GET /api/lanes/:lane/view` returns it,
 * `GET /api/lanes/:lane/events` streams it (SSE event `view`, whole value each time, plus `: keep-alive` every 15 s).
 */
export interface LaneView {
  readonly v: 1
  /** grows with every change; a screen ignores an older one */
  readonly revision: number
  readonly place: {
    readonly name: string
    readonly country: string
    readonly currency: string
    readonly timeZone: string
    /** ISO 639-1 codes in the order the screen offers them; absent: the country's first */
    readonly languages?: readonly string[]
  }
  readonly lane: {
    readonly id: string
    readonly name: string
    readonly direction: 'entry' | 'exit'
    /** a screen without a lane, where a driver pays before the exit; its direction is the exit's */
    readonly payPoint?: true
  }
  /** epoch ms of the box, so a screen can count down without trusting its own clock */
  readonly now: number
  /** the cloud answers: paying by phone settles at once */
  readonly online: boolean
  /** a card terminal reports ready */
  readonly cardReady: boolean
  readonly helpOpen: boolean
  readonly arm: 'unknown' | 'closed' | 'opening' | 'open' | 'closing' | 'fault'
  readonly screen: Screen
  /** what the driver reads, where it is known: chosen now, or at an earlier visit of this plate */
  readonly language?: Language
  /** epoch ms at which this conversation starts over by itself: set only while a warning should be shown; any touch extends it */
  readonly resetsAt?: number
}

export type Screen =
  /** nobody here: the rate in one line */
  | { readonly kind: 'attract'; readonly rate: RateSummary; readonly spacesLeft: number | null }
  | { readonly kind: 'reading'; readonly imageUrl: string | null }
  /** entry granted: drive in */
  | {
      readonly kind: 'welcome'
      readonly plate: PlateView | null
      readonly imageUrl: string | null
      readonly permit: boolean
      readonly ticketTag: string | null
    }
  | { readonly kind: 'denied'; readonly reason: 'full' | 'blocked' | 'alreadyInside'; readonly plate: PlateView | null }
  /** the fee, ready to be paid */
  | { readonly kind: 'yourCar'; readonly car: CarView; readonly quote: QuoteView; readonly pay: PayView }
  /**
   * a keypad for the nine digits a phone shows once it has paid, and, where `vouchers`, for the twelve of a merchant's discount;
   * `problem`: what came of the last ones
   */
  | {
      readonly kind: 'exitCode'
      readonly car: CarView
      readonly quote: QuoteView
      readonly problem: CodeProblem | null
      readonly vouchers: boolean
    }
  | { readonly kind: 'paying'; readonly car: CarView; readonly quote: QuoteView; readonly via: 'phone' | 'card' }
  /** how to pay this in another place; `exits`: the site's other exits of this box */
  | {
      readonly kind: 'payElsewhere'
      readonly car: CarView
      readonly quote: QuoteView
      readonly pay: PayView
      readonly exits: readonly string[]
    }
  | { readonly kind: 'paymentFailed'; readonly car: CarView; readonly quote: QuoteView; readonly pay: PayView; readonly retry: boolean }
  /** paid or free: the arm is moving; then drive on */
  | {
      readonly kind: 'thankYou'
      readonly car: CarView | null
      readonly basis: 'paid' | 'free' | 'permit' | 'attendant'
      readonly amountMinor: number
      readonly receiptUrl: string | null
    }
  /**
   * at a pay point: nothing is owed. `leaveBy`: epoch ms until when the exit asks for no more, null where no end is in sight;
   * `amountMinor`: paid for this stay so far
   */
  | {
      readonly kind: 'settled'
      readonly car: CarView
      readonly basis: 'paid' | 'free' | 'permit'
      readonly amountMinor: number
      readonly leaveBy: number | null
      readonly receiptUrl: string | null
    }
  /** no session for what was read; the driver may search */
  | {
      readonly kind: 'notFound'
      readonly plate: PlateView | null
      readonly suggestions: readonly CarView[]
      /** the driver may say when they came in */
      readonly honesty: boolean
      /** the driver has just turned down the car that was found: `back` leads to it and its fee again */
      readonly declined?: true
    }
  | {
      readonly kind: 'search'
      readonly query: string
      readonly nextKeys: string
      readonly results: readonly CarView[]
      readonly tooMany: boolean
    }
  /** no session: the driver says when they came in; `earliest`: epoch ms of the first time that is taken */
  | { readonly kind: 'honesty'; readonly plate: PlateView | null; readonly imageUrl: string | null; readonly earliest: number }
  | { readonly kind: 'held'; readonly reasons: readonly string[] }
  | { readonly kind: 'fault'; readonly code: string }

export interface RateSummary {
  readonly freeMinutes: number
  readonly stepMinutes: number | null
  readonly stepMinor: number | null
  readonly dayMaxMinor: number | null
  readonly currency: string
}

export interface PlateView {
  readonly text: string
  readonly country: string | null
  /** 0..1 per character, same length as text */
  readonly certainty: readonly number[]
}

/** A car inside. No entry time before the driver has confirmed it is theirs: `enteredAt` is null in search results. */
export interface CarView {
  readonly sessionId: string
  readonly plate: PlateView | null
  readonly imageUrl: string | null
  readonly enteredAt: number | null
}

export interface QuoteView {
  readonly id: string
  /** three characters the phone shows too, so the driver knows it is the same ticket */
  readonly tag: string
  readonly amountMinor: number
  readonly currency: string
  readonly stayMs: number
  readonly lockUntil: number
  readonly lines: readonly FeeLine[]
  readonly vatBasisPoints: number
  /** absent: priced as a car */
  readonly vehicleClass?: VehicleClass
}

/**
 * `typo`: cannot be anyone's code, spent no try · `wrong`: not this car's · `used`: counted already · `newPrice`: too many wrong
 * ones, the price has a new code · `askHelp`: too many for this car · `paused`: too many at this lane, wait. Of a merchant's
 * discount code: `voucherOver`: not at this time · `voucherOnce`: this stay has had one · `voucherNothing`: takes nothing off.
 */
export type CodeProblem = 'typo' | 'wrong' | 'used' | 'newPrice' | 'askHelp' | 'paused' | 'voucherOver' | 'voucherOnce' | 'voucherNothing'

export interface PayView {
  /** what the QR says; null when this box has no cloud to pay at */
  readonly qrUrl: string | null
  readonly card: boolean
  /** an exit code from a phone that has paid, or a merchant's discount code, is taken here, with or without internet */
  readonly code: boolean
}

/** `POST /api/lanes/:lane/commands` body. Every command names the view revision it answers. */
export const kioskCommand = v.variant('kind', [
  v.object({ kind: v.literal('help') }),
  v.object({ kind: v.literal('cancelHelp') }),
  v.object({ kind: v.literal('notMyCar') }),
  v.object({ kind: v.literal('startSearch') }),
  v.object({ kind: v.literal('search'), query: v.pipe(v.string(), v.maxLength(12)) }),
  v.object({ kind: v.literal('selectSession'), sessionId: v.pipe(v.string(), v.maxLength(64)) }),
  v.object({ kind: v.literal('startHonesty') }),
  /** epoch ms by the box's clock */
  v.object({ kind: v.literal('stateArrival'), at: v.pipe(v.number(), v.integer()) }),
  v.object({ kind: v.literal('payByCard') }),
  v.object({ kind: v.literal('payElsewhere') }),
  /** what the driver reads from now on; the box remembers it for the plate */
  v.object({ kind: v.literal('language'), language: v.picklist(languageCodes) }),
  v.object({ kind: v.literal('startCode') }),
  v.object({ kind: v.literal('enterCode'), code: v.pipe(v.string(), v.maxLength(24)) }),
  v.object({ kind: v.literal('back') }),
])
export type KioskCommand = v.InferOutput<typeof kioskCommand>

export type CommandReply = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string }
