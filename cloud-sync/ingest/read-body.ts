import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const gunzipAsync = promisify(gunzip)

export type Body =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly refusal: 'tooLarge' | 'malformed' | 'otherDigest' }

export interface BodyLimits {
  readonly limit: number
  readonly inflated: number
  /** SHA-256 that the bytes on the wire must have, base64; null: whatever comes */
  readonly digest: string | null
}

/**
 * Reads a JSON body, gzip or plain. `limit` counts bytes on the wire, `inflated` bytes after unpacking, so a small body
 * cannot become a large one. Nothing is unpacked before its digest is known to be the one that was signed.
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<Body> {
  const read = await readBytes(request, limits)
  if (!read.ok) return read
  const { bytes } = read
  try {
    const plain =
      request.headers.get('content-encoding') === 'gzip' ? await gunzipAsync(bytes, { maxOutputLength: limits.inflated }) : bytes
    return { ok: true, json: JSON.parse(plain.toString('utf8')) }
  } catch (error) {
    return { ok: false, refusal: (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'malformed' }
  }
}

/** The bytes on the wire, as they were signed. */
export async function readBytes(
  request: Request,
  { limit, digest }: Pick<BodyLimits, 'limit' | 'digest'>,
): Promise<{ readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly refusal: 'tooLarge' | 'otherDigest' }> {
  const bytes = await take(request, limit)
  if (bytes === null) return { ok: false, refusal: 'tooLarge' }
  if (digest !== null && createHash('sha256').update(bytes).digest('base64') !== digest) return { ok: false, refusal: 'otherDigest' }
  return { ok: true, bytes }
}

async function take(request: Request, limit: number): Promise<Buffer | null> {
  const length = request.headers.get('content-length')
  if (Number(length ?? 0) > limit) return null
  // as long as it says it is: read in one piece, without a stream around it
  if (length !== null && !request.headers.has('transfer-encoding')) {
    const bytes = Buffer.from(await request.arrayBuffer())
    return bytes.length > limit ? null : bytes
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
