import type { Rgb } from './settings.ts'

/** A pinhole: where it stands, what it looks at, and the tangent of half its horizontal angle. Metres. */
export interface Camera {
  readonly at: Rgb
  readonly lookAt: Rgb
  readonly halfWidth: number
}

export interface View {
  /** unit direction through the middle of a pixel */
  ray(px: number, py: number, out: Rgb): void
  /** where a point of the world lies in the picture */
  pixel(x: number, y: number, z: number): readonly [number, number]
}

export function viewOf(camera: Camera, width: number, height: number): View {
  const [cx, cy, cz] = camera.at
  const forward = unit([camera.lookAt[0] - cx, camera.lookAt[1] - cy, camera.lookAt[2] - cz])
  const right = unit([forward[2], 0, -forward[0]])
  const up: Rgb = [
    forward[1] * right[2] - forward[2] * right[1],
    forward[2] * right[0] - forward[0] * right[2],
    forward[0] * right[1] - forward[1] * right[0],
  ]
  const reach = camera.halfWidth
  return {
    ray(px, py, out) {
      const sx = ((px + 0.5) / width - 0.5) * 2 * reach
      const sy = ((0.5 - (py + 0.5) / height) * 2 * reach * height) / width
      const dx = forward[0] + right[0] * sx + up[0] * sy
      const dy = forward[1] + right[1] * sx + up[1] * sy
      const dz = forward[2] + right[2] * sx + up[2] * sy
      const length = Math.hypot(dx, dy, dz)
      out[0] = dx / length
      out[1] = dy / length
      out[2] = dz / length
    },
    pixel(x, y, z) {
      const to: Rgb = [x - cx, y - cy, z - cz]
      const depth = dot(to, forward)
      return [(dot(to, right) / depth / reach / 2 + 0.5) * width, (0.5 - ((dot(to, up) / depth) * width) / (2 * reach * height)) * height]
    },
  }
}

const dot = (a: Rgb, b: Rgb): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

function unit(v: Rgb): Rgb {
  const length = Math.hypot(...v)
  return [v[0] / length, v[1] / length, v[2] / length]
}
