import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { type BoxMachine, createBoxMachine, EPOCH_0, FIRST, paymentOf, SIBLING, type Surroundings } from './box-machine.ts'
import { createCloudMachine } from './cloud-machine.ts'
import { blankDisk, copyDisk, type Disk } from './disk.ts'
import { brokenPromises, isSettled, problemsAtRest, type Scene } from './invariants.ts'
import { createLan } from './lan.ts'
import { seeded } from './random.ts'
import { COMMAND_MS, DUMP_AGE_MS, fair, type Step } from './schedule.ts'
import { createTimeline } from './timeline.ts'
import type { Variant } from './variants.ts'
import { createWitness, type Witness } from './witness.ts'

export interface Verdict {
  readonly violation: string | null
  readonly counts: Witness['counts']
}

/** After the last step everything is repaired, and this long is enough for every timer there is. */
const REST_MS = 70_000
const REST_TIMES = 24

/** Plays one schedule from its seed and says what was wrong, if anything. The same arguments always give the same answer. */
export async function play(
  seed: number,
  steps: readonly Step[],
  variant: Variant,
  trace: ((line: string) => void) | null = null,
): Promise<Verdict> {
  const timeline = createTimeline()
  const witness = createWitness()
  const random = seeded(seed ^ 0x2545f491)
  let weather = fair
  let ids = 0
  const newId = () => `id-${ids++}`
  const boxes: BoxMachine[] = []
  let image: { readonly device: string; readonly disk: Disk } | null = null
  const wall = () => EPOCH_0 + timeline.now()
  const say = trace ? (line: string) => trace(`${String(timeline.now()).padStart(8)} ms  ${line}`) : null
  const cloud = createCloudMachine({
    ...{ now: timeline.now, wall, after: timeline.after, variant },
    onHello: (device) => {
      witness.counts.hellos += 1
      blame(brokenPromises(scene, device))
    },
  })
  const scene: Scene = { boxes, cloud, witness }
  const blame = (problems: Generator<string, void>) => {
    for (const problem of problems) {
      witness.blame(problem)
      return
    }
  }
  const lan = createLan({ timeline, random, weather: () => weather, site: 'site' })
  const around: Surroundings = { timeline, random, cloud, lan, weather: () => weather, witness, variant, newId, trace: say }
  const addBox = (device: string, disk: Disk) => {
    const box = createBoxMachine(boxes.length, device, disk, around)
    boxes.push(box)
    return box
  }
  const boxOf = (number: number): BoxMachine => boxes[number % boxes.length] as BoxMachine

  async function rest(): Promise<void> {
    weather = fair
    say?.('everything is repaired')
    // longer than a card or a dump takes to be put back
    await timeline.runTo(timeline.now() + COMMAND_MS + 10_000)
    cloud.start()
    lan.heal()
    for (const box of boxes) box.heal()
    for (let round = 0; round < REST_TIMES && !witness.violation; round++) {
      await timeline.runTo(timeline.now() + REST_MS)
      if (isSettled(scene)) break
    }
    blame(problemsAtRest(scene))
    if (witness.violation) say?.(`VIOLATION ${witness.violation}`)
  }

  const takers: { readonly [K in Step['do']]: (step: Extract<Step, { do: K }>) => void } = {
    write(step) {
      witness.counts.events += step.rows
      boxOf(step.box).write(Array.from({ length: step.rows }, () => eventOf(step.what, newId(), wall(), witness)))
    },
    weather(step) {
      weather = step.weather
    },
    partition: (step) => boxOf(step.box).unplug(step.ms),
    crash: (step) => boxOf(step.box).crashAt(step.writes, step.kept, step.downMs),
    cloudCrash: (step) => cloud.crashAt(step.writes, step.kept, step.downMs),
    image(step) {
      const { device, disk } = boxOf(step.box)
      image = { device, disk: copyDisk(disk) }
    },
    sdRestore(step) {
      if (image?.device !== boxOf(step.box).device) return
      boxOf(step.box).replaceDisk(copyDisk(image.disk))
      boxOf(step.box).restart(step.downMs)
    },
    clone() {
      const device = image?.device
      if (image && device && boxes.filter((box) => box.device === device).length < 2) addBox(device, copyDisk(image.disk)).start()
    },
    sibling() {
      if (!boxes.some(({ device }) => device === SIBLING)) addBox(SIBLING, blankDisk()).start()
    },
    lan: (step) => lan.cut(step.ms),
    dump: () => cloud.dump(),
    cloudRestore: (step) => void cloud.restore(step.downMs, DUMP_AGE_MS),
    clock: (step) => boxOf(step.box).setClock(step.to),
    command: (step) => ask(step.ttlMs),
    remotePayment: () => payByPhone(),
    prune: (step) => boxOf(step.box).prune(),
  }
  const take = (step: Step): void => (takers[step.do] as (step: Step) => void)(step)

  function ask(ttlMs: number): void {
    const id = `command-${newId()}`
    witness.expiries.set(id, wall() + ttlMs)
    const row = { site_id: 'site', command_id: id, lane_id: 'out', action: 'open', reason: 'stuck', expires_at: String(wall() + ttlMs) }
    cloud.change('edge_v1_commands', { operation: 'insert', key: id, row })
  }

  function payByPhone(): void {
    const id = `phone-${newId()}`
    const row = {
      site_id: 'site',
      payment_id: id,
      quote_id: 'quote',
      amount_minor: '700',
      currency: 'EUR',
      provider: 'sim',
      provider_ref: null,
      settled_at: '0',
    }
    cloud.change('edge_v1_remote_payments', { operation: 'insert', key: id, row })
  }

  cloud.start()
  addBox(FIRST, blankDisk()).start()
  for (const step of steps) {
    await timeline.runTo(timeline.now() + step.after)
    say?.(describe(step))
    take(step)
    if (witness.violation) break
  }
  if (!witness.violation) await rest()
  return { violation: witness.violation, counts: witness.counts }
}

function eventOf(what: Extract<Step, { do: 'write' }>['what'], id: string, at: number, witness: Witness): DomainEvent {
  if (what === 'money') {
    const amount = 100 + (at % 900)
    witness.payments.set(id, amount)
    return paymentOf(id, 'quote', amount, at)
  }
  if (what === 'session')
    return {
      kind: 'session.ended',
      payload: { sessionId: id, presentationId: null, laneId: 'out', observationId: null, actualEnd: at, outcome: 'paid' },
    }
  if (what === 'event') return { kind: 'anomaly.noted', payload: { code: 'sim', laneId: null, sessionId: null, detail: '', at } }
  // what a newer, or a broken, box would write
  return { kind: what, payload: {} } as never
}

export function describe(step: Step): string {
  const { after: _after, do: what, ...rest } = step
  return `${what} ${JSON.stringify(rest)}`
}
