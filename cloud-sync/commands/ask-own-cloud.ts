import { parseArgs } from 'node:util'
import * as v from 'valibot'

/** What a command of the cloud runs with. */
export interface CommandIo {
  readonly stdout: { write(text: string): unknown }
  readonly env: Readonly<Record<string, string | undefined>>
}

export const askHelp = `  --url URL     where the cloud listens (default: http://127.0.0.1:$PORT, or 8090)
  --json        the answer as JSON

OWNER_TOKEN must stand in the environment where the cloud has one.`
const askOptions = { url: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const

/** What a command that asks the running cloud is called and takes. */
export interface AskCommand<V extends string, N extends string> {
  readonly help: string
  readonly verbs: readonly V[]
  /** as a person is told them who typed none of them */
  readonly say: string
  /** names of options, each with a text */
  readonly texts: readonly N[]
}

export interface Asking<V extends string, N extends string> {
  readonly verb: V
  readonly values: Readonly<Partial<Record<N, string>>>
  readonly ask: ReturnType<typeof askOwnCloud>
  /** tells the answer, as JSON where that was wanted, else in words; gives back the exit status */
  tell(answer: unknown, words: () => string): number
}

/** Reads what was typed behind `site`, `device` or `person`. A number: the help was shown, and that is the exit status. Throws a sentence. */
export function readAsk<V extends string, N extends string>(
  argv: readonly string[],
  { stdout, env }: CommandIo,
  { help, verbs, say, texts }: AskCommand<V, N>,
): Asking<V, N> | number {
  const typed = parseArgs({
    ...{ args: [...argv], allowPositionals: true },
    options: { ...Object.fromEntries(texts.map((name) => [name, { type: 'string' as const }])), ...askOptions },
  })
  const [word, ...more] = typed.positionals
  if (typed.values.help || word === undefined) {
    stdout.write(`${help}\n`)
    return typed.values.help ? 0 : 2
  }
  const verb = verbs.find((known) => known === word)
  if (more.length > 0 || verb === undefined) throw new Error(`say ${say}; --help says more`)
  const { url, json } = typed.values
  const given = Object.entries(typed.values).filter(([name]) => texts.some((text) => text === name))
  return {
    verb,
    values: Object.fromEntries(given) as Partial<Record<N, string>>,
    ask: askOwnCloud(typeof url === 'string' ? url : undefined, env),
    tell(answer, words) {
      stdout.write(json ? `${JSON.stringify(answer)}\n` : words())
      return 0
    },
  }
}

/** Asks the running cloud as its owner; the answer rejects with a sentence. A body is posted unless `method` says otherwise. */
function askOwnCloud(url: string | undefined, env: CommandIo['env']) {
  const token = env.OWNER_TOKEN
  const origin = (url ?? `http://127.0.0.1:${env.PORT || '8090'}`).replace(/\/$/, '')
  return async (path: string, body?: object, method = body ? 'POST' : 'GET'): Promise<unknown> => {
    let response: Response
    try {
      response = await fetch(origin + path, {
        method,
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
        redirect: 'manual',
        signal: AbortSignal.timeout(10_000),
      })
    } catch {
      throw new Error(`no cloud answers at ${origin}: is it running? Name it with --url`)
    }
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok && answer !== null) return answer
    const told = v.safeParse(v.object({ message: v.string() }), answer)
    throw new Error(told.success ? told.output.message : `what answers at ${origin} is not a Gatehouse cloud (${response.status})`)
  }
}
