import { expect, it } from 'vitest'
import { startMailServer } from '../mail/test-mail-server.ts'
import { HELP } from './help.ts'
import { mailCommand } from './mail.ts'

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  let out = ''
  const status = await mailCommand(argv, { stdout: { write: (text) => (out += text) }, env })
  return { status, out }
}

it('mail check says what it reached, and sends a letter where it is told to', async () => {
  const server = await startMailServer()
  const env = { SMTP_URL: `smtp://127.0.0.1:${server.port}`, MAIL_FROM: 'r@garage.example', PUBLIC_URL: 'https://pay.example' }
  expect(await run(['check'], env)).toMatchObject({ status: 0, out: expect.stringContaining('lets us in') })
  expect(server.letters).toEqual([])
  expect((await run(['check', '--to', 'anna@example.org'], env)).out).toContain('is taken')
  expect(server.letters).toMatchObject([{ to: ['anna@example.org'] }])
  await expect(run(['check', '--to', 'anna'], env)).rejects.toThrow(/no e-mail address/)
  await server.close()
  await expect(run(['check'], env)).rejects.toThrow(/could not be asked/)
})

it('mail says how it is called, and what is not set', async () => {
  expect(await run(['--help'])).toMatchObject({ status: 0, out: expect.stringContaining('mail check') })
  expect((await run([])).status).toBe(2)
  await expect(run(['send'])).rejects.toThrow(/say mail check/)
  await expect(run(['check'])).rejects.toThrow(/not set/)
  await expect(run(['check'], { SMTP_URL: 'smtps://mail' })).rejects.toThrow(/MAIL_FROM: missing/)
  for (const name of ['SMTP_URL', 'MAIL_FROM', 'PUBLIC_URL', 'OWNER_TOKEN', 'STRIPE_READERS', 'DEVICES_FILE']) expect(HELP).toContain(name)
})
