import { readFileSync } from 'node:fs'
import { isRightToLeft } from '@gatehouse/domain/language.ts'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Speech } from '../languages.ts'

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

const css = squeeze(['../tokens.css', './pay.css'].map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join(''))

/** Smaller by what no browser needs; the whole page is one response of at most 15 KB. */
function squeeze(source: string): string {
  return source
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,>]) ?/g, '$1')
    .replaceAll(/: /g, ':')
}

export interface Frame {
  readonly speech: Speech
  /** of the Content-Security-Policy, for the one style sheet */
  readonly styleNonce: string
  readonly title: string
  readonly placeName: string | null
  /** seconds after which the page looks again by itself, to the same address or another */
  readonly refresh?: { readonly seconds: number; readonly to?: string }
}

/** The sign above every driver's page: whose car park, nothing else. */
export function framed(frame: Frame, body: Markup): Markup {
  const { speech, refresh } = frame
  return html`<!doctype html>
<html lang="${speech.language}" dir="${isRightToLeft(speech.language) ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
${refresh ? html`<meta http-equiv="refresh" content="${refresh.seconds}${refresh.to ? `;url=${refresh.to}` : ''}">` : ''}
<link rel="icon" href="data:,">
<title>${frame.title}${frame.placeName ? ` · ${frame.placeName}` : ''}</title>
<style nonce="${frame.styleNonce}">${raw(css)}</style>
</head>
<body>
<div class="stripes"></div>
<header><b aria-hidden="true">P</b><p>${frame.placeName ?? 'Gatehouse'}</p></header>
<main>${body}</main>
</body>
</html>`
}

const shapes = {
  go: raw(
    '<svg viewBox="0 0 56 56" aria-hidden="true"><path d="M8 30l14 14L48 14" fill="none" stroke="currentColor" stroke-width="8"/></svg>',
  ),
  stop: raw(
    '<svg viewBox="0 0 56 56" aria-hidden="true"><path d="M12 12l32 32M44 12L12 44" fill="none" stroke="currentColor" stroke-width="8"/></svg>',
  ),
  wait: raw(
    '<svg viewBox="0 0 56 56" aria-hidden="true"><path d="M14 6h28M14 50h28M18 6c0 14 20 16 20 44M38 6c0 14-20 16-20 44" fill="none" stroke="currentColor" stroke-width="6"/></svg>',
  ),
}

/** One meaning, one shape, one colour, few words. */
export function board(kind: keyof typeof shapes, title: string, text: string): Markup {
  return html`<div class="board ${kind}">${shapes[kind]}<div><h1>${title}</h1><p>${text}</p></div></div>`
}
