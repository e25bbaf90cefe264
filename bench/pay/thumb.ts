import { payBehindQr } from '../../appliance/simulator/phone.ts'
import { card } from '../../tests/garage.ts'
import type { Place } from './place.ts'
import { say, sleep, until } from './wait.ts'

/** One car after another at the exit: a thumb on "pay" → the barrier is told to open, ms each. */
export async function thumbToBarrier({ garage, parked, backlog }: Place, cars: number): Promise<readonly number[]> {
  const { barriers, cameras, consoles } = garage.park.options
  const machine = barriers.get('exit')?.machine
  const camera = cameras.get('exit')
  const screen = () =>
    consoles()
      .find(({ laneId }) => laneId === 'exit')
      ?.view().screen
  if (!machine || !camera) throw new Error('the bench needs an exit')
  garage.park.setByHand(true)
  const waits: number[] = []
  for (let i = 0; i < cars; i++) {
    const photo = { ...card(i), id: `bench-${i}` }
    parked(photo.plate ?? '')
    await until(
      () => backlog() === 0,
      () => 'the cloud knows the car',
      20,
    )
    camera.show(photo)
    machine.vehicleOnArming(true)
    await until(
      () => screen()?.kind === 'yourCar',
      () => 'the fee is on the screen',
    )
    const shown = screen()
    let pressed = 0
    let told = 0
    const unsubscribe = machine.subscribe(() => {
      if (machine.state() === 'opening' && told === 0) told = performance.now()
    })
    const thumb: typeof fetch = (to, init) => {
      if (init?.method === 'POST') pressed = performance.now()
      return fetch(to, init)
    }
    const url = shown?.kind === 'yourCar' ? (shown.pay.qrUrl ?? '') : ''
    if (!(await payBehindQr(url, thumb))) throw new Error('the pay page refused a payment')
    await until(
      () => machine.state() === 'open',
      () => 'the arm is up',
    )
    unsubscribe()
    waits.push(told - pressed)
    machine.vehicleOnClosing(true)
    await sleep(60)
    machine.vehicleOnArming(false)
    camera.clear()
    await sleep(60)
    machine.vehicleOnClosing(false)
    await until(
      () => machine.state() === 'closed' && screen()?.kind === 'attract',
      () => 'the lane is at rest',
    )
    if ((i + 1) % 10 === 0) say(`  ${i + 1} of ${cars} cars, the last within ${Math.round(told - pressed)} ms`)
  }
  return waits
}
