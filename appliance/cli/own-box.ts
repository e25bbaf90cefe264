import { readFileSync } from 'node:fs'

/** Where the box on this machine listens. */
export const urlOption = { url: { type: 'string', default: 'http://127.0.0.1:8080' } } as const
export const urlHelp = `  --url URL          where the box listens (default: ${urlOption.url.default})
`

/** The same, and the token that says we are on it. */
export const ownBoxOptions = { ...urlOption, 'token-file': { type: 'string' } } as const

export const ownBoxHelp = `${urlHelp}  --token-file FILE  the box's attendant token (default: $GATEHOUSE_TOKEN_FILE, /run/gatehouse/attendant-token,
                     or .data/box/attendant-token)
`

const TOKEN_FILES = ['/run/gatehouse/attendant-token', '.data/box/attendant-token']

/** Throws a sentence that names the places looked at. */
export function readToken(named: string | undefined): string {
  const files = named ? [named] : [process.env.GATEHOUSE_TOKEN_FILE, ...TOKEN_FILES].filter((file) => file !== undefined)
  for (const file of files) {
    try {
      return readFileSync(file, 'utf8').trim()
    } catch {
      // the next place
    }
  }
  throw new Error(
    `no attendant token in ${files.join(' or ')}: run this on the box, as a user who may read it, or name it with --token-file`,
  )
}

export interface BoxAnswer {
  readonly status: number
  readonly ok: boolean
  readonly body: unknown
}

/** There is no server at that address. */
export class NobodyAnswers extends Error {
  override readonly name = 'NobodyAnswers'
}

/** One request to the server of the box at `url`; throws a sentence when nobody answers, or something else does. */
export async function askBox(
  url: string,
  path: string,
  { method = 'GET', token, body }: { readonly method?: string; readonly token?: string; readonly body?: object } = {},
): Promise<BoxAnswer> {
  const origin = url.replace(/\/$/, '')
  let response: Response
  try {
    response = await fetch(origin + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(10_000),
    })
  } catch {
    throw new NobodyAnswers(`no box answers at ${origin}: is it running? Name it with --url`)
  }
  const { status, ok } = response
  try {
    return { status, ok, body: await response.json() }
  } catch {
    throw new Error(`what answers at ${origin} is not a box (${status}): name the box with --url`)
  }
}

/** What the box answered, or the box's own sentence thrown when it refused. */
export function told<T>({ ok, body }: BoxAnswer): T {
  if (!ok) throw new Error((body as { readonly message?: string }).message ?? 'the box refused')
  return body as T
}
