import type { Screen } from '@gatehouse/domain/wire/kiosk.ts'
import type { ComponentChild } from 'preact'
import type { Scene, ScreenProps } from '../parts/scene.ts'
import { Attract } from './attract.tsx'
import { Denied } from './denied.tsx'
import { ExitCode } from './exit-code.tsx'
import { Fault } from './fault.tsx'
import { Held } from './held.tsx'
import { Honesty } from './honesty.tsx'
import { NotFound } from './not-found.tsx'
import { PayElsewhere } from './pay-elsewhere.tsx'
import { Paying } from './paying.tsx'
import { PaymentFailed } from './payment-failed.tsx'
import { Reading } from './reading.tsx'
import { Search } from './search.tsx'
import { Settled } from './settled.tsx'
import { ThankYou } from './thank-you.tsx'
import { Welcome } from './welcome.tsx'
import { YourCar } from './your-car.tsx'

/** One component per kind of screen; the compiler refuses a kind without one. */
const components: { readonly [Kind in Screen['kind']]: (props: ScreenProps<Kind>) => ComponentChild } = {
  attract: Attract,
  reading: Reading,
  welcome: Welcome,
  denied: Denied,
  yourCar: YourCar,
  exitCode: ExitCode,
  paying: Paying,
  paymentFailed: PaymentFailed,
  thankYou: ThankYou,
  settled: Settled,
  notFound: NotFound,
  search: Search,
  honesty: Honesty,
  payElsewhere: PayElsewhere,
  held: Held,
  fault: Fault,
}

export function ScreenPicture({ scene }: { scene: Scene }) {
  const { screen } = scene.view
  // The record above pairs each kind with its own component; the compiler cannot follow that pairing through the union.
  const Component = components[screen.kind] as (props: { scene: Scene; screen: Screen }) => ComponentChild
  // A box newer than this page: the error boundary shows the still page and loads again.
  if (!Component) throw new Error(`this page has no picture for the screen "${screen.kind}"; load it again`)
  return <Component scene={scene} screen={screen} />
}
