import type { MqttClient } from 'mqtt'
import type { Barrier, Clock } from '../lane/ports.ts'
import { type AckMessage, COMMAND_LIFE_MS, controlMessage, readMessage, type StateMessage, topics } from './mqtt-messages.ts'

/**
 * The other end: obeys `gates/<lane>/control` on behalf of a barrier wired to this box, and answers. A retained, replayed, late or
 * malformed command moves nothing.
 */
export async function serveMqttGate(options: {
  readonly laneId: string
  readonly client: MqttClient
  readonly barrier: Barrier
  readonly clock: Clock
}): Promise<{ stop(): Promise<void> }> {
  const { client, barrier, clock } = options
  const topic = topics(options.laneId)
  const answer = (ack: AckMessage) => client.publish(topic.ack, JSON.stringify(ack), { qos: 1 })
  const tell = () => {
    const state: StateMessage = { ...barrier.inputs(), arm: barrier.arm() }
    client.publish(topic.state, JSON.stringify(state), { qos: 1, retain: true })
  }

  const onMessage = (name: string, payload: Uint8Array, packet: { readonly retain: boolean }) => {
    if (name !== topic.control || packet.retain) return
    const command = readMessage(controlMessage, payload)
    if (!command) return
    const age = clock.wall() - command.timestamp
    if (Math.abs(age) > COMMAND_LIFE_MS || clock.wall() > command.expires) {
      answer({
        id: command.id,
        result: 'expired',
        reason: `the command is ${(age / 1000).toFixed(1)} s old; the limit is ${COMMAND_LIFE_MS / 1000} s`,
      })
      return
    }
    const expiresAt = Math.min(command.expires, command.timestamp + COMMAND_LIFE_MS)
    void barrier
      .open({ commandId: command.id, laneId: options.laneId, issuedAt: command.timestamp, expiresAt })
      .then((result) => answer({ id: command.id, result: result.result, reason: result.result === 'opened' ? '' : result.reason }))
  }
  client.on('message', onMessage)
  const unsubscribe = barrier.subscribe(tell)
  await client.subscribeAsync(topic.control, { qos: 1 })
  tell()

  return {
    async stop() {
      unsubscribe()
      client.off('message', onMessage)
      if (client.connected) await client.unsubscribeAsync(topic.control).catch(() => {})
    },
  }
}
