import { afterEach, describe, expect, it } from 'vitest'
import { type Letter, MailError } from './post.ts'
import { makeSmtp, type SmtpSettings } from './smtp.ts'
import { smtpAt, startMailServer, startSilentServer, testCertificate } from './test-mail-server.ts'

const letter: Letter = {
  ...{ to: 'anna@example.org', fromName: 'Garage Mitte', subject: 'Beleg 7,50 € · Garage Mitte', language: 'de' },
  ...{ text: 'Beleg\n\nSumme: 7,50 €\n', html: '<p>Beleg</p>', id: 'letter-1', stopUrl: 'https://pay.example/mail/letter-1.x' },
}

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})
const kept = async <T extends { close(): Promise<void> }>(server: Promise<T>): Promise<T> => {
  open.push(await server)
  return server
}
const failure = async (settings: SmtpSettings, sent = letter): Promise<MailError> => {
  const error = await makeSmtp(settings)
    .send(sent)
    .then(
      () => null,
      (e: unknown) => e,
    )
  if (!(error instanceof MailError)) throw new Error(`expected a MailError, found ${String(error)}`)
  return error
}

describe('a letter to a real mail server', () => {
  it('[E2][E6] arrives with both parts, one id for every try and the one-click way out', async () => {
    const server = await kept(startMailServer())
    const post = makeSmtp(smtpAt(server.port))
    await post.send(letter)
    await post.send(letter)
    const [first, second] = server.letters
    expect(first).toMatchObject({ from: 'receipts@garage.example', to: ['anna@example.org'] })
    expect(first?.mail).toMatchObject({ subject: letter.subject, messageId: '<letter-1@garage.example>' })
    expect(first?.mail.text?.trim()).toBe(letter.text.trim())
    expect(first?.mail.html?.trim()).toBe(letter.html)
    expect(first?.mail.from).toMatchObject({ name: 'Garage Mitte', address: 'receipts@garage.example' })
    expect(second?.mail.messageId).toBe(first?.mail.messageId)
    const header = (key: string) => first?.mail.headers.find((h) => h.key === key)?.value
    expect(header('list-unsubscribe')).toBe('<https://pay.example/mail/letter-1.x>')
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(header('auto-submitted')).toBe('auto-generated')
    expect(header('content-language')).toBe('de')
    expect(first?.raw).not.toMatch(/x-mailer|nodemailer/i)
  })

  it('[O2] one that its reader asked for, as a link to sign in, offers no end of mail', async () => {
    const server = await kept(startMailServer())
    await makeSmtp(smtpAt(server.port)).send({ ...letter, stopUrl: null })
    const keys = server.letters[0]?.mail.headers.map((h) => h.key) ?? []
    expect(keys).toContain('auto-submitted')
    expect(keys.filter((key) => key.startsWith('list-'))).toEqual([])
  })

  it('[E8] whatever an owner calls the car park stays within its header', async () => {
    const server = await kept(startMailServer())
    const name = 'Mitte"\r\nBcc: eve@example.net\r\n\r\n<script>'
    await makeSmtp(smtpAt(server.port)).send({ ...letter, fromName: name, subject: `Beleg · ${name}` })
    const [got] = server.letters
    expect(got?.to).toEqual(['anna@example.org'])
    expect(got?.mail.bcc).toBeUndefined()
    expect(got?.mail.headers.map((h) => h.key)).not.toContain('bcc')
    expect(got?.mail.from?.address).toBe('receipts@garage.example')
  })

  it.each([
    [550, 'refused'],
    [553, 'refused'],
    [450, 'later'],
    [421, 'unreachable'],
  ] as const)('[E3] %i for the recipient is %s, and its address is in no sentence', async (code, kind) => {
    const server = await kept(startMailServer({ refuseRecipient: (address) => ({ code, words: `<${address}> not today` }) }))
    const error = await failure(smtpAt(server.port))
    expect(error.kind).toBe(kind)
    expect(error.message).toContain('not today')
    expect(error.message).not.toContain('anna')
  })

  it.each([
    [554, 'refused'],
    [452, 'later'],
  ] as const)('[E3] %i for the letter is %s', async (code, kind) => {
    const server = await kept(startMailServer({ refuseLetter: () => ({ code, words: 'no' }) }))
    expect((await failure(smtpAt(server.port))).kind).toBe(kind)
  })

  it('[E3] a sender that is refused, or a password that is wrong, is the setup, not the letter', async () => {
    const refusing = await kept(startMailServer({ refuseSender: () => ({ code: 550, words: 'not your domain' }) }))
    expect((await failure(smtpAt(refusing.port))).kind).toBe('setup')
    const locked = await kept(startMailServer({ users: { garage: 'right' }, allowInsecureAuth: true }))
    expect(await failure(smtpAt(locked.port, { login: { user: 'garage', password: 'wrong' } }))).toMatchObject({ kind: 'setup' })
    await makeSmtp(smtpAt(locked.port, { login: { user: 'garage', password: 'right' } })).send(letter)
    expect(locked.letters[0]?.user).toBe('garage')
  })

  it('[E3] nobody there, a server that says nothing, or talks nonsense: to be asked again', async () => {
    const gone = await startMailServer()
    await gone.close()
    expect((await failure(smtpAt(gone.port))).kind).toBe('unreachable')
    const silent = await kept(startSilentServer())
    expect((await failure(smtpAt(silent.port, { silenceMs: 100 }))).kind).toBe('unreachable')
    const half = await kept(startSilentServer('220 mail ready\r\n'))
    expect((await failure(smtpAt(half.port, { silenceMs: 100 }))).kind).toBe('unreachable')
    const nonsense = await kept(startSilentServer('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>\r\n'))
    expect((await failure(smtpAt(nonsense.port, { silenceMs: 100 }))).kind).toBe('unreachable')
  })

  it('[E3] a server that is slow for ever is left alone after a while', async () => {
    const slow = await kept(startMailServer({ onRcptTo: () => {} }))
    expect((await failure(smtpAt(slow.port, { letterMs: 200 }))).kind).not.toBe('refused')
  })
})

describe('[E7] TLS', () => {
  const pair = testCertificate()

  it('says nothing before STARTTLS is on, and trusts a certificate it can check', async () => {
    const server = await kept(startMailServer({ ...pair, disabledCommands: [], users: { garage: 'right' } }))
    const login = { user: 'garage', password: 'right' }
    const settings = smtpAt(server.port, { host: 'localhost', tls: 'starttls', login })
    await makeSmtp({ ...settings, ca: pair.cert }).send(letter)
    expect(server.letters).toMatchObject([{ secure: true, user: 'garage' }])
    expect((await failure(settings)).kind).toBe('setup')
    expect(server.letters).toHaveLength(1)
  })

  it('sends nothing to a server that offers none', async () => {
    const server = await kept(startMailServer())
    expect((await failure(smtpAt(server.port, { tls: 'starttls' }))).kind).toBe('setup')
    expect(server.letters).toEqual([])
  })

  it('speaks TLS from the first byte where the address says so', async () => {
    const server = await kept(startMailServer({ ...pair, secure: true }))
    const settings = smtpAt(server.port, { host: 'localhost', tls: 'implicit' })
    await makeSmtp({ ...settings, ca: pair.cert }).check()
    await makeSmtp({ ...settings, ca: pair.cert }).send(letter)
    expect(server.letters).toHaveLength(1)
    expect((await failure(settings)).kind).toBe('setup')
  })
})
