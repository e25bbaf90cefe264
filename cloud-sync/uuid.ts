/** A UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then randomness, so ids sort by time. */
export function uuidV7(nowMs: number, randomBytes: (n: number) => Uint8Array): string {
  const bytes = new Uint8Array(16)
  bytes.set(randomBytes(10), 6)
  for (let i = 0, rest = Math.floor(nowMs); i < 6; i++, rest = Math.floor(rest / 256)) bytes[5 - i] = rest % 256
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
