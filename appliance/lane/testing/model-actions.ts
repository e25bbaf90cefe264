import * as fc from 'fast-check'
import type { Bench } from './bench.ts'
import { sampleCode, wrongCode } from './sample-codes.ts'

/** Everything the world can do to a lane, as values fast-check can shrink. */
export type Action =
  | { readonly do: 'arrive'; readonly plate: string | null }
  | { readonly do: 'arming' | 'closing'; readonly occupied: boolean }
  | { readonly do: Plain }
  | { readonly do: 'search'; readonly query: string }
  | { readonly do: 'pick' }
  | { readonly do: 'code'; readonly quote: 'shown' | 'first' | 'none' }
  | { readonly do: 'phone'; readonly part: 'all' | 'half'; readonly quote: 'shown' | 'first' }
  | { readonly do: 'phoneAgain' }
  | { readonly do: 'hold'; readonly held: boolean }
  | { readonly do: 'arm'; readonly state: 'closed' | 'open' | 'fault' }
  | { readonly do: 'barrier'; readonly how: 'works' | 'silent' | 'refused' | 'fault' | 'expired' }
  | { readonly do: 'terminal'; readonly how: 'approves' | 'declines' | 'unknown' | 'hangs' }
  | { readonly do: 'lookUp'; readonly how: 'tells' | 'unknown' }
  | { readonly do: 'network'; readonly online: boolean }
  | { readonly do: 'disk'; readonly works: boolean }
  | { readonly do: 'camera'; readonly works: boolean }
  | { readonly do: 'wait'; readonly ms: number }

type Plain =
  | 'drive'
  | 'reverse'
  | 'help'
  | 'cancelHelp'
  | 'notMyCar'
  | 'startSearch'
  | 'startHonesty'
  | 'payElsewhere'
  | 'startCode'
  | 'back'
  | 'payByCard'
  | 'attendant'
  | 'reboot'

const PLATES = ['AB123', 'CD456', 'OB123', '0B123']

const plain = (...names: Plain[]) => fc.constantFrom(...names).map((name): Action => ({ do: name }))

export const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...PLATES, null).map((plate): Action => ({ do: 'arrive', plate })) },
  { weight: 5, arbitrary: plain('drive') },
  {
    weight: 2,
    arbitrary: plain('reverse', 'help', 'cancelHelp', 'notMyCar', 'startSearch', 'startHonesty', 'payElsewhere', 'startCode', 'back'),
  },
  { weight: 3, arbitrary: plain('payByCard') },
  { weight: 1, arbitrary: plain('attendant', 'reboot') },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('arming' as const, 'closing' as const), fc.boolean())
      .map(([which, occupied]): Action => ({ do: which, occupied })),
  },
  { weight: 1, arbitrary: fc.constantFrom('AB1', 'B12', 'CD456', 'Z').map((query): Action => ({ do: 'search', query })) },
  { weight: 2, arbitrary: fc.constant<Action>({ do: 'pick' }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('shown' as const, 'first' as const, 'none' as const).map((quote): Action => ({ do: 'code', quote })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('phone' as const),
      part: fc.constantFrom('all' as const, 'all' as const, 'half' as const),
      quote: fc.constantFrom('shown' as const, 'first' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Action>({ do: 'phoneAgain' }) },
  { weight: 1, arbitrary: fc.boolean().map((held): Action => ({ do: 'hold', held })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('closed' as const, 'open' as const, 'fault' as const).map((state): Action => ({ do: 'arm', state })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('works' as const, 'works' as const, 'silent' as const, 'refused' as const, 'fault' as const, 'expired' as const)
      .map((how): Action => ({ do: 'barrier', how })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('approves' as const, 'declines' as const, 'unknown' as const, 'hangs' as const)
      .map((how): Action => ({ do: 'terminal', how })),
  },
  { weight: 1, arbitrary: fc.constantFrom('tells' as const, 'unknown' as const).map((how): Action => ({ do: 'lookUp', how })) },
  { weight: 1, arbitrary: fc.boolean().map((online): Action => ({ do: 'network', online })) },
  { weight: 1, arbitrary: fc.boolean().map((works): Action => ({ do: 'disk', works })) },
  { weight: 1, arbitrary: fc.boolean().map((works): Action => ({ do: 'camera', works })) },
  { weight: 5, arbitrary: fc.constantFrom(200, 1_500, 5_000, 25_000, 95_000, 1_000_000).map((ms): Action => ({ do: 'wait', ms })) },
)

const BARRIER = {
  works: 'works',
  silent: 'silent',
  refused: { result: 'refused', reason: 'busy', retry: true },
  fault: { result: 'fault', reason: 'no feedback', retry: false },
  expired: { result: 'expired', reason: 'late', retry: false },
} as const

/** Carries one action out. `boots` counts the restarts so far. */
export async function carryOut(bench: Bench, action: Action, boots: { count: number }): Promise<void> {
  switch (action.do) {
    case 'arrive':
      return bench.arrive(action.plate)
    case 'arming':
      return bench.loop('armingLoop', action.occupied)
    case 'closing':
      return bench.loop('closingLoop', action.occupied)
    case 'drive':
      // a driver drives when the arm is up
      return bench.barrier.arm() === 'open' || bench.barrier.arm() === 'opening' ? bench.driveThrough() : bench.wait(500)
    case 'reverse':
      await bench.loop('closingLoop', false)
      return bench.reverseOut()
    case 'help':
    case 'cancelHelp':
    case 'notMyCar':
    case 'startSearch':
    case 'startHonesty':
    case 'payElsewhere':
    case 'startCode':
    case 'back':
    case 'payByCard':
      await bench.tap({ kind: action.do })
      return
    case 'search':
      await bench.tap({ kind: 'search', query: action.query })
      return
    case 'pick':
      return pick(bench)
    case 'code':
      return typeCode(bench, action.quote)
    case 'attendant':
      await bench.lane().attendantOpen({ by: 'Ana', reason: 'asked', source: 'attendant' })
      return
    case 'reboot':
      boots.count += 1
      bench.fuse.isBlown = true
      await bench.wait(2_000)
      return bench.boot()
    case 'phone':
      return phone(bench, action)
    case 'phoneAgain': {
      const [paid] = bench.events('payment.settled').filter(({ method }) => method === 'remote')
      if (paid)
        await bench.payByPhone(
          { id: paid.quoteId, amountMinor: paid.amountMinor },
          { paymentId: paid.paymentId, settledAt: paid.settledAt },
        )
      return
    }
    case 'hold':
      bench.lane().hold('market day', action.held)
      return
    case 'arm':
      return bench.barrier.move(action.state)
    case 'barrier':
      return bench.barrier.behave(BARRIER[action.how])
    case 'terminal':
      return bench.terminal.behave(action.how)
    case 'lookUp':
      return bench.terminal.setLookUp(action.how)
    case 'network':
      bench.online.value = action.online
      return
    case 'disk':
      return action.works ? bench.ledger.accept() : bench.ledger.refuse()
    case 'camera':
      bench.camera.isBroken = !action.works
      return
    case 'wait':
      return bench.wait(action.ms)
  }
}

async function pick(bench: Bench): Promise<void> {
  const { screen } = bench.view()
  const cars = screen.kind === 'notFound' ? screen.suggestions : screen.kind === 'search' ? screen.results : []
  if (cars[0]) await bench.tap({ kind: 'selectSession', sessionId: cars[0].sessionId })
}

async function phone(bench: Bench, action: Extract<Action, { readonly do: 'phone' }>): Promise<void> {
  const { screen } = bench.view()
  const quoted = bench.events('quote.issued')
  const shown = screen.kind === 'yourCar' ? quoted.find(({ quoteId }) => quoteId === screen.quote.id) : undefined
  const quote = action.quote === 'shown' ? shown : quoted[0]
  if (!quote) return
  const amountMinor = action.part === 'all' ? quote.amountMinor : Math.ceil(quote.amountMinor / 2)
  await bench.payByPhone({ id: quote.quoteId, amountMinor }, { paymentId: `phone:${quote.quoteId}:${quoted.length}:${action.part}` })
}

async function typeCode(bench: Bench, which: 'shown' | 'first' | 'none'): Promise<void> {
  const { screen } = bench.view()
  const quoted = bench.events('quote.issued')
  const shown = 'quote' in screen ? quoted.find(({ quoteId }) => quoteId === screen.quote.id) : undefined
  const quote = which === 'shown' ? shown : which === 'first' ? quoted[0] : undefined
  await bench.tap({ kind: 'enterCode', code: quote ? sampleCode(quote) : wrongCode(quoted.length) })
}
