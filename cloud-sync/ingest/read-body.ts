import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const gunzipAsync = promisify(gunzip)

export type Body = { readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly refusal: 'tooLarge' | 'malformed' }

/**
 * Reads a JSON body, gzip or plain. `limit` counts bytes on the wire, `inflated` bytes after unpacking, so a small body
 * cannot become a large one.
 */
export async function readBody(request: Request, limits: { readonly limit: number; readonly inflated: number }): Promise<Body> {
  const bytes = await take(request, limits.limit)
  if (bytes === null) return { ok: false, refusal: 'tooLarge' }
  try {
    const plain =
      request.headers.get('content-encoding') === 'gzip' ? await gunzipAsync(bytes, { maxOutputLength: limits.inflated }) : bytes
    return { ok: true, json: JSON.parse(plain.toString('utf8')) }
  } catch (error) {
    return { ok: false, refusal: (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'malformed' }
  }
}

async function take(request: Request, limit: number): Promise<Buffer | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
