import { cornersOf, type TurnedRect } from './geometry.ts'
import type { Picture } from './picture.ts'

/**
 * Cuts a turned rectangle out of a picture, levelled and scaled to `width` × `height`: RGB bytes. Bilinear; where the picture
 * shrinks, several samples a pixel are averaged, or thin strokes would vanish. Outside the picture the edge is repeated.
 */
export function levelCrop(picture: Picture, rect: TurnedRect, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height * 3)
  const [origin, right, , down] = cornersOf(rect)
  const samples = Math.min(4, Math.max(1, Math.round(rect.height / height)))
  const step = 1 / samples
  const weight = 1 / (samples * samples)
  const [rx, ry] = [(right[0] - origin[0]) / width, (right[1] - origin[1]) / width]
  const [dx, dy] = [(down[0] - origin[0]) / height, (down[1] - origin[1]) / height]
  const sum = new Float64Array(3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sum.fill(0)
      for (let sy = 0; sy < samples; sy++) {
        for (let sx = 0; sx < samples; sx++) {
          const u = x + (sx + 0.5) * step
          const v = y + (sy + 0.5) * step
          addBilinear(picture, origin[0] + u * rx + v * dx - 0.5, origin[1] + u * ry + v * dy - 0.5, sum)
        }
      }
      const at = (y * width + x) * 3
      for (let c = 0; c < 3; c++) out[at + c] = (sum[c] as number) * weight + 0.5
    }
  }
  return out
}

function addBilinear({ rgb, width, height }: Picture, x: number, y: number, sum: Float64Array): void {
  const cx = Math.min(width - 1, Math.max(0, x))
  const cy = Math.min(height - 1, Math.max(0, y))
  const x0 = Math.min(cx | 0, Math.max(0, width - 2))
  const y0 = Math.min(cy | 0, Math.max(0, height - 2))
  const [fx, fy] = [cx - x0, cy - y0]
  const a = (y0 * width + x0) * 3
  const b = width > 1 ? a + 3 : a
  const below = height > 1 ? width * 3 : 0
  for (let c = 0; c < 3; c++) {
    const top = (rgb[a + c] as number) * (1 - fx) + (rgb[b + c] as number) * fx
    const bottom = (rgb[a + below + c] as number) * (1 - fx) + (rgb[b + below + c] as number) * fx
    sum[c] = (sum[c] as number) + top * (1 - fy) + bottom * fy
  }
}
