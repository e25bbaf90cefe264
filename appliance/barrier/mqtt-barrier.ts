import type { MqttClient } from 'mqtt'
import type { Barrier, Clock, OpenCommand, OpenResult } from '../lane/ports.ts'
import { createCommandGuard } from './command-guard.ts'
import { type AckMessage, ackMessage, type ControlMessage, readMessage, type StateMessage, stateMessage, topics } from './mqtt-messages.ts'
import { createSignals } from './signals.ts'

/** the arm's travel, on top of the command's life */
const ANSWER_MS = 10_000

/** A barrier behind a broker: publishes the command, believes only the acknowledgement, and reads loops and arm from the retained state. */
export async function createMqttBarrier(options: {
  readonly laneId: string
  readonly client: MqttClient
  readonly clock: Clock
  readonly answerMs?: number
}): Promise<Barrier> {
  const { client, clock, answerMs = ANSWER_MS } = options
  const topic = topics(options.laneId)
  const guard = createCommandGuard(clock)
  const signals = createSignals()
  const waiting = new Map<string, (ack: AckMessage) => void>()
  let state: StateMessage = { armingLoop: false, closingLoop: false, arm: 'unknown' }

  const take = (next: StateMessage) => {
    const before = state
    state = next
    if (next.arm !== before.arm) signals.emit({ kind: 'arm', state: next.arm })
    if (next.armingLoop !== before.armingLoop) signals.emit({ kind: 'armingLoop', occupied: next.armingLoop })
    if (next.closingLoop !== before.closingLoop) signals.emit({ kind: 'closingLoop', occupied: next.closingLoop })
  }
  const onMessage = (name: string, payload: Uint8Array) => {
    if (name === topic.state) {
      const next = readMessage(stateMessage, payload)
      if (next) take(next)
    }
    if (name === topic.ack) {
      const ack = readMessage(ackMessage, payload)
      if (ack) waiting.get(ack.id)?.(ack)
    }
  }
  const onOffline = () => take({ ...state, arm: 'unknown' })
  client.on('message', onMessage)
  client.on('close', onOffline)
  await client.subscribeAsync([topic.ack, topic.state], { qos: 1 })

  const send = async (command: OpenCommand): Promise<OpenResult> => {
    // The client would keep the message and deliver it when the broker comes back: an opening for a car long gone.
    if (!client.connected)
      return {
        result: 'fault',
        reason: 'the broker of this barrier cannot be reached: check the network cable to the barrier',
        retry: true,
      }
    const answer = new Promise<OpenResult>((resolve) => {
      const cancel = clock.after(answerMs, () => {
        waiting.delete(command.commandId)
        resolve({ result: 'fault', reason: `the barrier did not answer within ${answerMs / 1000} s`, retry: true })
      })
      waiting.set(command.commandId, (ack) => {
        cancel()
        waiting.delete(command.commandId)
        resolve(
          ack.result === 'opened'
            ? { result: 'opened' }
            : { result: ack.result, reason: ack.reason || ack.result, retry: ack.result === 'fault' },
        )
      })
    })
    const message: ControlMessage = { id: command.commandId, action: 'open', timestamp: command.issuedAt, expires: command.expiresAt }
    client.publish(topic.control, JSON.stringify(message), { qos: 1, retain: false })
    return answer
  }

  return {
    open: (command) => guard.run(command, () => send(command)),
    arm: () => state.arm,
    subscribe: signals.subscribe,
    inputs: () => ({ armingLoop: state.armingLoop, closingLoop: state.closingLoop }),
    async stop() {
      client.off('message', onMessage)
      client.off('close', onOffline)
      if (client.connected) await client.unsubscribeAsync([topic.ack, topic.state]).catch(() => {})
    },
  }
}
