import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Hono } from 'hono'
import type { Assets } from './paper.ts'

const here = (file: string) => new URL(file, import.meta.url)

const styles = [
  '../tokens.css',
  ...['base', 'sign', 'today', 'charts', 'month', 'tables', 'phone-lists', 'forms', 'keys', 'print'].map((name) => `./styles/${name}.css`),
]

/** The typeface comes with the software, its letters for Polish and Turkish apart; where the package is absent the system's own are used. */
function typeface(subset: 'latin' | 'latin-ext'): Buffer | null {
  try {
    const path = createRequire(import.meta.url).resolve(`@fontsource-variable/overpass/files/overpass-${subset}-wght-normal.woff2`)
    return readFileSync(path)
  } catch {
    return null
  }
}

/** what the second file has and the first has not: asked for by those pages alone that need it */
const extended = 'U+0100-0130,U+0132-0151,U+0154-02BA,U+1E00-1EFF,U+20A0-20AB,U+20AD-20C0'
const faceOf = (path: string, range = ''): string =>
  `@font-face{font-family:Overpass;src:url(${path}) format("woff2");font-weight:100 900;font-display:swap${range && `;unicode-range:${range}`}}\n`

const manifest = {
  ...{
    name: 'Gatehouse',
    short_name: 'Gatehouse',
    start_url: '/',
    display: 'standalone',
    background_color: '#f6f5f0',
    theme_color: '#22292b',
  },
  icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
}
const iconSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="10" fill="#22292b"/><path d="M22 52V12h13a12 12 0 010 24H22" fill="none" stroke="#f6f5f0" stroke-width="9"/><path d="M8 44h48v8H8z" fill="#ffb800"/><path d="M16 44h8l-5 8h-8zM32 44h8l-5 8h-8zM48 44h8v1l-4.400 7H43z" fill="#22292b"/></svg>`

/** Style, script and typeface, each under an address that changes with its content and is then cached for ever. */
export function openAssets(): { readonly assets: Assets; readonly routes: Hono } {
  const [font, more] = [typeface('latin'), typeface('latin-ext')]
  const fontPath = font ? addressOf('overpass', font, 'woff2') : null
  const morePath = more ? addressOf('overpass-ext', more, 'woff2') : null
  const face = `${fontPath ? faceOf(fontPath) : ''}${morePath ? faceOf(morePath, extended) : ''}`
  const css = Buffer.from(face + styles.map((file) => readFileSync(here(file), 'utf8')).join(''))
  const js = Buffer.concat(['./owner.js', './passkey.js'].map((file) => readFileSync(here(file))))
  const assets: Assets = { css: addressOf('owner', css, 'css'), js: addressOf('owner', js, 'js'), font: fontPath }
  const routes = new Hono()
  const serve = (path: string, body: Buffer | string, type: string, cache = 'public, max-age=31536000, immutable') =>
    routes.get(path, (c) =>
      c.body(typeof body === 'string' ? body : new Uint8Array(body), 200, { 'content-type': type, 'cache-control': cache }),
    )
  serve(assets.css, css, 'text/css; charset=utf-8')
  serve(assets.js, js, 'text/javascript; charset=utf-8')
  if (font && fontPath) serve(fontPath, font, 'font/woff2')
  if (more && morePath) serve(morePath, more, 'font/woff2')
  serve('/icon.svg', iconSvg, 'image/svg+xml', 'public, max-age=86400')
  serve('/manifest.webmanifest', JSON.stringify(manifest), 'application/manifest+json', 'public, max-age=86400')
  return { assets, routes }
}

function addressOf(name: string, content: Buffer, extension: string): string {
  return `/assets/${name}.${createHash('sha256').update(content).digest('hex').slice(0, 12)}.${extension}`
}
