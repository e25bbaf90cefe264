import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeKey } from '../trust/authority.ts'
import { type Membership, type TrustFolder, trustFolder } from '../trust/trust-folder.ts'
import { type Broker, freePort, type StartBroker } from './brokers.ts'

export interface TestBox {
  readonly device: string
  readonly dataDir: string
  readonly trust: TrustFolder
  readonly membership: Membership
  readonly broker: Broker
}

/** Boxes of one site that have joined each other, each with a broker of its own; what a technician does with invite and join. */
export async function joinedSite(
  devices: readonly string[],
  site: string,
  start: StartBroker,
): Promise<{ boxes: TestBox[]; stop(): Promise<void> }> {
  const root = mkdtempSync(join(tmpdir(), 'gatehouse-peers-'))
  const folders = devices.map((device) => ({ device, dataDir: join(root, device), trust: trustFolder(join(root, device), site, device) }))
  const [first, ...others] = folders
  if (!first) throw new Error('a site has at least one box')
  const founder = await first.trust.found({ host: '127.0.0.1', port: await freePort() })
  for (const other of others) {
    const { key, publicKey } = await makeKey()
    const { certificate, roster } = await first.trust.admit({ device: other.device, publicKey, host: '127.0.0.1', port: await freePort() })
    other.trust.join({ key, certificate, authority: founder.authority, roster })
  }
  const last = first.trust.membership()?.roster
  for (const other of others) if (last) other.trust.takeRoster(JSON.stringify(last))
  const boxes: TestBox[] = []
  for (const folder of folders) {
    const membership = folder.trust.membership()
    if (!membership) throw new Error(`${folder.device} did not join`)
    const port = membership.roster.body.members.find((one) => one.device === folder.device)?.port ?? 0
    const broker = await start({ membership, folder: folder.trust.folder, port, siblings: folder.trust.siblings })
    boxes.push({ ...folder, membership, broker })
  }
  return {
    boxes,
    async stop() {
      for (const { broker } of boxes) await broker.stop()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
