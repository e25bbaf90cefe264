import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { SmtpSettings } from './smtp.ts'

/** For tests: a real SMTP server on loopback that keeps what it is given. */
export interface TestMailServer {
  readonly port: number
  readonly letters: readonly ReceivedLetter[]
  close(): Promise<void>
}

export interface ReceivedLetter {
  readonly from: string
  readonly to: readonly string[]
  readonly secure: boolean
  readonly user: string | null
  readonly raw: string
  readonly mail: Email
}

type Refuse = (address: string) => { readonly code: number; readonly words: string } | null

export async function startMailServer(
  options: SMTPServerOptions & {
    readonly refuseRecipient?: Refuse
    readonly refuseSender?: Refuse
    readonly refuseLetter?: Refuse
    readonly users?: Readonly<Record<string, string>>
  } = {},
): Promise<TestMailServer> {
  const { refuseRecipient, refuseSender, refuseLetter, users, ...rest } = options
  const letters: ReceivedLetter[] = []
  const refusal = (found: ReturnType<Refuse> | undefined) =>
    found ? Object.assign(new Error(found.words), { responseCode: found.code }) : null
  const server = new SMTPServer({
    ...{ authOptional: users === undefined, disabledCommands: ['STARTTLS'], logger: false, closeTimeout: 200 },
    onAuth: ({ username, password }, _session, done) =>
      users?.[username ?? ''] === password ? done(null, { user: username }) : done(new Error('wrong password')),
    onMailFrom: ({ address }, _session, done) => done(refusal(refuseSender?.(address))),
    onRcptTo: ({ address }, _session, done) => done(refusal(refuseRecipient?.(address))),
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', async () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const no = refusal(refuseLetter?.(to[0] ?? ''))
        if (no) return done(no)
        const raw = Buffer.concat(parts).toString()
        const sender = session.envelope.mailFrom
        letters.push({
          ...{ from: sender ? sender.address : '', to, secure: Boolean(session.secure), user: session.user?.toString() ?? null },
          ...{ raw, mail: await PostalMime.parse(raw) },
        })
        done()
      })
    },
    ...rest,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    letters,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Accepts connections and never says a word. */
export async function startSilentServer(greeting = ''): Promise<{ readonly port: number; close(): Promise<void> }> {
  const open = new Set<import('node:net').Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {})
    if (greeting) socket.write(greeting)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

export const smtpAt = (port: number, over: Partial<SmtpSettings> = {}): SmtpSettings => ({
  ...{ host: '127.0.0.1', port, tls: 'none', login: null, from: 'receipts@garage.example', letterMs: 10_000, silenceMs: 10_000 },
  ...over,
})

/** A certificate for localhost, made for this run: nobody's secret lies in the repository. */
export function testCertificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-tls-'))
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
        ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert],
      ],
      { stdio: 'ignore' },
    )
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
