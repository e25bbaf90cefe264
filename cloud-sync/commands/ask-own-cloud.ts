import * as v from 'valibot'

/** What a command of the cloud runs with. */
export interface CommandIo {
  readonly stdout: { write(text: string): unknown }
  readonly env: Readonly<Record<string, string | undefined>>
}

export const askHelp = `  --url URL     where the cloud listens (default: http://127.0.0.1:$PORT, or 8090)
  --json        the answer as JSON

OWNER_TOKEN must stand in the environment where the cloud has one.`
export const askOptions = { url: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const

/** Asks the running cloud as its owner; the answer rejects with a sentence. A body is posted unless `method` says otherwise. */
export function askOwnCloud(url: string | undefined, env: CommandIo['env']) {
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
