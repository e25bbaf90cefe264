import { raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

// Drawn here, one weight, square ends: signs, not illustrations.
const paths = {
  today: '<path d="M4 20V10h4v10M10 20V4h4v16M16 20v-7h4v7"/>',
  cars: '<path d="M3 17v-5l2.5-6h13L21 12v5zM3 12h18M6 17v3M18 17v3M7 14.6h.01M17 14.6h.01"/>',
  money: '<path d="M3 6h18v12H3zM12 9.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6M6.5 12h.01M17.5 12h.01"/>',
  prices: '<path d="M12 3H4v8l9.5 9.5 8-8zM8 7.5h.01"/>',
  permits: '<path d="M8 15a4 4 0 110-8 4 4 0 010 8M12 11h9v4M17 11v3"/>',
  help: '<path d="M6.5 8.5a5.5 5.5 0 1111 0c0 4-5.5 4-5.5 7.5M12 20.5h.01"/>',
  warn: '<path d="M12 4l9 16H3zM12 10v4M12 17h.01"/>',
  ok: '<path d="M4 12.5l5 5L20 6.5"/>',
  wait: '<path d="M7 4h10M7 20h10M8 4c0 6 8 8 8 16M16 4c0 6-8 8-8 16"/>',
  next: '<path d="M9 5l7 7-7 7"/>',
  back: '<path d="M15 5l-7 7 7 7"/>',
  down: '<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>',
  people:
    '<path d="M9 11a3.5 3.5 0 110-7 3.5 3.5 0 010 7M2.5 20v-2.5a4 4 0 014-4h5a4 4 0 014 4V20M16 4.5a3.5 3.5 0 010 6M18 14a4 4 0 013.5 4v2"/>',
  key: '<path d="M8 15a4 4 0 110-8 4 4 0 010 8M12 11h9v4M17 11v3"/>',
  in: '<path d="M4 12h12M11 6l6 6-6 6M20 4v16"/>',
  out: '<path d="M20 12H8M13 6l-6 6 6 6M4 4v16"/>',
} as const

export type IconName = keyof typeof paths

export function icon(name: IconName): HtmlEscapedString {
  return raw(`<svg class="icon icon-${name}" viewBox="0 0 24 24" aria-hidden="true">${paths[name]}</svg>`)
}

const boom =
  '<rect class="boom" x="12" y="26" width="64" height="8"/><path class="stripes" d="M24 26h10l-4 8H20zM44 26h10l-4 8H40zM64 26h10l-4 8H60z"/>'
const raised = `<g transform="rotate(-72 12 30)">${boom}</g>`
const cross = '<path class="cross" d="M60 6l14 14M74 6L60 20"/>'
const booms: Readonly<Record<string, string>> = {
  ...{ open: raised, opening: raised, fault: `${boom}${cross}` },
  still: '<rect class="boom still" x="12" y="26" width="64" height="8"/>',
}

/** The barrier as a lane strip shows it: the boom across, up, crossed out, or dashed where it has not moved yet. Word and shape, never colour alone. */
export function armPicture(arm: string): HtmlEscapedString {
  return raw(
    `<svg class="arm" viewBox="0 -36 80 84" aria-hidden="true">${booms[arm] ?? boom}<rect class="post" x="4" y="22" width="14" height="26"/></svg>`,
  )
}

/** Where a lane's last photograph will stand; until pictures travel to the cloud, the outline of a car. */
export const carOutline: HtmlEscapedString = raw(
  '<svg class="photo" viewBox="0 0 96 64" aria-hidden="true"><rect width="96" height="64"/><path d="M20 48V34l8-17h40l8 17v14h-8v-5H28v5zM28 34h40M27 38.5h6M63 38.5h6"/></svg>',
)
