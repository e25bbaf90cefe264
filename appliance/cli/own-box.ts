import { readFileSync } from 'node:fs'

/** Where the box on this machine listens, and the token that says we are on it. */
export const ownBoxOptions = {
  url: { type: 'string', default: 'http://127.0.0.1:8080' },
  'token-file': { type: 'string' },
} as const

export const ownBoxHelp = `  --url URL          where the box listens (default: http://127.0.0.1:8080)
  --token-file FILE  the box's attendant token (default: $GATEHOUSE_TOKEN_FILE, /run/gatehouse/attendant-token,
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

/** One request to the box's own server; throws a sentence when nobody answers, or something else does. */
export async function askBox(
  url: string,
  method: string,
  token: string,
  body?: object,
): Promise<{ readonly ok: boolean; readonly body: unknown }> {
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(10_000),
    })
  } catch {
    throw new Error(`no box answers at ${new URL(url).origin}: is it running? Name it with --url`)
  }
  try {
    return { ok: response.ok, body: await response.json() }
  } catch {
    throw new Error(`what answers at ${new URL(url).origin} is not a box (${response.status}): name the box with --url`)
  }
}
