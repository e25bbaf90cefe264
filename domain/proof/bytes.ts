/** Lower-case hex of bytes. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Bytes of `length` from lower-case hex; throws RangeError, naming `what`, for anything else. */
export function bytesOf(hex: string, length: number, what: string): Uint8Array {
  if (!/^[0-9a-f]*$/.test(hex) || hex.length !== length * 2) throw new RangeError(`${what} is not ${length * 2} hex digits`)
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16))
}

/** Equality that takes the same time whatever differs. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}
