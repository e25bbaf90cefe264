import { createInterface } from 'node:readline'
import { type Command, UsageError } from './command.ts'
import { readOptions } from './options.ts'
import { askBox, ownBoxHelp, ownBoxOptions, readToken, told } from './own-box.ts'

const HELP = `usage: gatehouse attendant add NAME     asks for a PIN of six to twelve digits, twice (or reads it from standard input)
       gatehouse attendant remove NAME
       gatehouse attendant list [--json]

Says who may log in to the attendant's page, http://BOX:8080/attendant. Everybody has a PIN of their own.

${ownBoxHelp}`

export const attendant: Command = async (argv, io) => {
  const { values, positionals } = readOptions(
    argv,
    { ...ownBoxOptions, json: { type: 'boolean' }, help: { type: 'boolean' } },
    { positionals: true },
  )
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  const [verb, name, ...more] = positionals
  if (more.length > 0) throw new UsageError('one name at a time; put a name with spaces in quotes')
  const token = () => readToken(values['token-file'])
  const people = '/attendant/people'
  if (verb === 'list') {
    const { people: names = [] } = told<{ readonly people?: readonly string[] }>(await askBox(values.url, people, { token: token() }))
    io.stdout.write(values.json ? `${JSON.stringify({ people: names })}\n` : names.length === 0 ? 'nobody yet\n' : `${names.join('\n')}\n`)
    return 0
  }
  if (verb !== 'add' && verb !== 'remove') throw new UsageError('say add, remove or list')
  if (!name) throw new UsageError(`say whom: gatehouse attendant ${verb} NAME`)
  if (verb === 'remove') {
    told(await askBox(values.url, `${people}/${encodeURIComponent(name)}`, { method: 'DELETE', token: token() }))
    io.stdout.write(`${name} can no longer log in\n`)
    return 0
  }
  const given = token()
  told(await askBox(values.url, people, { method: 'POST', token: given, body: { name, pin: await readPin() } }))
  io.stdout.write(`${name} can log in at /attendant of this box\n`)
  return 0
}

/** Typed twice and not shown at a terminal; the first line of standard input otherwise. */
async function readPin(): Promise<string> {
  const { stdin, stderr } = process
  if (!stdin.isTTY) {
    for await (const line of createInterface({ input: stdin })) return line.trim()
    throw new UsageError('no PIN on standard input')
  }
  const first = await typed('PIN: ')
  if ((await typed('once more: ')) !== first) throw new Error('the two PINs are not the same: nothing was changed')
  return first

  function typed(question: string): Promise<string> {
    stderr.write(question)
    stdin.setRawMode(true).resume().setEncoding('utf8')
    return new Promise((resolve, reject) => {
      let text = ''
      const key = (chunk: string): void => {
        for (const char of chunk) {
          const done = char === '\r' || char === '\n'
          if (done || char === '\u0003') {
            end(() => (done ? resolve(text) : reject(new Error('nothing was changed'))))
            return
          }
          text = char === '\u007f' || char === '\b' ? text.slice(0, -1) : text + char
        }
      }
      const end = (then: () => void): void => {
        stdin.off('data', key).setRawMode(false).pause()
        stderr.write('\n')
        then()
      }
      stdin.on('data', key)
    })
  }
}
