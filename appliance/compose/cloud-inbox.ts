import type { LaneConsole } from '../lane/ports.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Log } from '../log.ts'

/**
 * Hands what came down from the cloud to the lanes: payments made on phones, and commands. Both are on the ledger's record
 * first and both are idempotent there, so this may run at start, after every change, and again after a crash.
 */
export function createCloudInbox(
  ledger: Pick<Ledger, 'unappliedRemotePayments' | 'unappliedCommands' | 'markCommandApplied' | 'record'>,
  lanes: readonly Pick<LaneConsole, 'laneId' | 'paymentSettled' | 'attendantOpen'>[],
  wall: () => number,
  log: Log,
): () => void {
  const takePayments = () => {
    // Every lane, the quoting one first: the car may stand at another exit. The first to record it wins, the rest only look.
    for (const payment of ledger.unappliedRemotePayments()) {
      for (const lane of lanes) if (lane.laneId === payment.laneId) lane.paymentSettled(payment)
      for (const lane of lanes) if (lane.laneId !== payment.laneId) lane.paymentSettled(payment)
    }
  }
  const takeCommands = () => {
    for (const command of ledger.unappliedCommands()) {
      const verdict = ledger.markCommandApplied(command.commandId)
      const report = (result: string) =>
        ledger.record([{ kind: 'command.applied', payload: { commandId: command.commandId, result, at: wall() } }])
      const lane = lanes.find(({ laneId }) => laneId === command.laneId)
      if (verdict !== 'act' || !lane) {
        log('info', 'a command from the cloud was not carried out', { commandId: command.commandId, verdict })
        if (verdict === 'act') report('refused: no such lane on this box')
        continue
      }
      void lane
        .attendantOpen({ by: 'owner', reason: command.reason, source: 'cloud', commandId: command.commandId })
        .then((reply) => report(reply.ok ? 'opened' : `refused: ${reply.message}`))
        .catch((error: unknown) => log('error', 'a command from the cloud failed', { commandId: command.commandId, error: String(error) }))
    }
  }
  return () => {
    takePayments()
    takeCommands()
  }
}
