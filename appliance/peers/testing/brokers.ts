import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer as createPlainServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type TLSSocket, connect as tlsConnect } from 'node:tls'
import { Aedes } from 'aedes'
import { brokerAcl, brokerConfig } from '../broker-config.ts'
import type { Membership } from '../trust/trust-folder.ts'

export interface Broker {
  readonly port: number
  /** as when its network cable is pulled: nobody gets in and everybody is thrown out; the port stays its own */
  cut(): Promise<void>
  mend(): Promise<void>
  stop(): Promise<void>
}

export type StartBroker = (of: {
  readonly membership: Membership
  readonly folder: string
  readonly port: number
  /** the boxes it tells anything, its own aside; asked at every start, as on a Pi */
  readonly siblings: () => readonly string[]
}) => Promise<Broker>

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createPlainServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/** aedes in this process, behind TLS, with the same access list that mosquitto is given. */
export const startAedes: StartBroker = async ({ membership, port, siblings }) => {
  const { site, device, box, authority } = membership
  const root = `gatehouse/${site}`
  const names = new WeakMap<object, string>()
  let told = siblings()
  const isSibling = (name: string | undefined): boolean => name !== undefined && told.includes(name)
  const aedes = await Aedes.createBroker({
    authorizePublish(client, packet, done) {
      const name = client ? names.get(client.conn) : device
      const ok = name === device || (isSibling(name) && packet.topic === `${root}/ask/${device}/${name}`)
      done(ok ? null : new Error('not allowed'))
    },
    authorizeSubscribe(client, subscription, done) {
      const name = client ? names.get(client.conn) : device
      const open = ['head', 'terms', 'roster', 'standing', 'log'].some((what) => subscription.topic.startsWith(`${root}/${what}/`))
      const ok = name === device || (isSibling(name) && (open || subscription.topic === `${root}/answer/${device}/${name}`))
      done(null, ok ? subscription : null)
    },
  })
  const sockets = new Set<TLSSocket>()
  const server = createServer(
    { key: box.key, cert: box.certificate, ca: authority, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' },
    (socket) => {
      names.set(socket, String(socket.getPeerCertificate().subject?.CN ?? ''))
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => {})
      aedes.handle(socket)
    },
  )
  const listen = () => {
    told = siblings()
    return new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  }
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  await listen()
  return {
    port,
    cut: close,
    mend: listen,
    stop: async () => {
      if (server.listening) await close()
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
    },
  }
}

export const mosquitto =
  ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'].find((path) => spawnSync(path, ['-h']).error === undefined) ?? ''

/** The real mosquitto with the very files a Pi gets. */
export const startMosquitto: StartBroker = async ({ membership, folder, port, siblings }) => {
  const work = mkdtempSync(join(tmpdir(), 'gatehouse-broker-'))
  const writeAcl = () => writeFileSync(join(work, 'acl'), brokerAcl(membership.site, membership.device, siblings()), { mode: 0o600 })
  writeAcl()
  const user = process.getuid?.() === 0 ? { user: 'root' } : {}
  writeFileSync(join(work, 'broker.conf'), brokerConfig({ port, folder, aclFile: join(work, 'acl'), ...user }))
  let child = spawn(mosquitto, ['-c', join(work, 'broker.conf')], { stdio: 'ignore' })
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill()
    await gone
  }
  await listening(port, membership)
  return {
    port,
    cut: end,
    async mend() {
      writeAcl()
      child = spawn(mosquitto, ['-c', join(work, 'broker.conf')], { stdio: 'ignore' })
      await listening(port, membership)
    },
    stop: async () => {
      await end()
      rmSync(work, { recursive: true, force: true })
    },
  }
}

async function listening(port: number, { box, authority, device }: Membership): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const settings = { host: '127.0.0.1', port, key: box.key, cert: box.certificate, ca: authority, servername: device }
      const socket = tlsConnect(settings, () => resolve(true)).on('error', () => resolve(false))
      socket.on('secureConnect', () => socket.destroy())
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`no broker listens on port ${port}`)
}
