import { parseArgs } from 'node:util'
import { readAddress } from '../mail/address.ts'
import { MailError } from '../mail/post.ts'
import { makeSmtp } from '../mail/smtp.ts'
import { readMailAccount } from '../mail-account.ts'
import type { CommandIo } from './ask-own-cloud.ts'

const HELP = `usage: node cloud-sync/main.ts mail check [--to ADDRESS]

Tries the mail server of SMTP_URL: reaches it, checks its certificate, signs in. The running cloud is not asked.

  --to ADDRESS   sends a letter there as well, from MAIL_FROM`

/** `mail check`: returns the exit status; throws a sentence. */
export async function mailCommand(argv: readonly string[], { stdout, env }: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { to: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help || positionals.length === 0) {
    stdout.write(`${HELP}\n`)
    return values.help ? 0 : 2
  }
  if (positionals.length > 1 || positionals[0] !== 'check') throw new Error('say mail check; --help says more')
  const problems: string[] = []
  const publicUrl = env.PUBLIC_URL?.trim().replace(/\/$/, '') || null
  const account = readMailAccount((name) => env[name]?.trim() || null, problems, { publicUrl })
  if (problems.length > 0) throw new Error(problems.join('\n'))
  if (!account) throw new Error('SMTP_URL and MAIL_FROM are not set: no receipts are sent by e-mail')
  const to = values.to === undefined ? null : readAddress(values.to)
  if (values.to !== undefined && to === null) throw new Error(`--to: ${JSON.stringify(values.to)} is no e-mail address`)
  const post = makeSmtp(account)
  try {
    await post.check()
    stdout.write(`${account.host}:${account.port} lets us in${account.tls === 'none' ? ', without TLS, on this machine' : ', over TLS'}\n`)
    if (to === null) return 0
    const words = `Receipts of your car park can leave from here.\n\nSent by: mail check`
    await post.send({
      ...{ to, fromName: 'Gatehouse', subject: 'A letter to try the mail server', text: `${words}\n`, html: `<p>${words}</p>` },
      ...{ language: 'en', id: `check-${Date.now()}`, stopUrl: publicUrl ?? '' },
    })
    stdout.write(`a letter to ${to} is taken; look whether it arrives, and not among the unwanted\n`)
    return 0
  } catch (error) {
    if (error instanceof MailError) throw new Error(error.message)
    throw error
  }
}
