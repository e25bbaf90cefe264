/** Luma of BT.601 out of RGB bytes, as JPEG and the training's pictures have it. */
export function lumaOf(rgb: Uint8Array, out: Uint8Array): Uint8Array {
  // weights of 0.299, 0.587 and 0.114 in 65 536ths: whole numbers, for a picture has a million of these sums
  for (let i = 0, at = 0; i < out.length; i++, at += 3)
    out[i] = (19_595 * (rgb[at] as number) + 38_470 * (rgb[at + 1] as number) + 7_471 * (rgb[at + 2] as number) + 32_768) >> 16
  return out
}
