import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Puts into the built page what its first picture needs, so that one answer of the box is enough to paint it: the style sheet and
 * the guard stand in the page, and the typeface is asked for with the page instead of after the styles. The box's policy admits
 * exactly these by their hash. The script is named only: the guard begins it once that picture is on the glass.
 */
export function selfContainedPage(dir: string): void {
  const path = join(dir, 'index.html')
  let page = readFileSync(path, 'utf8')
  const exchange = (what: RegExp, by: (found: string) => string) => {
    const found = what.exec(page)
    if (!found) throw new Error(`the built page has no ${what.source}`)
    page = page.slice(0, found.index) + by(found[1] ?? '') + page.slice(found.index + found[0].length)
  }
  const taken = (url: string) => {
    const file = join(dir, url)
    const text = readFileSync(file, 'utf8').trim()
    rmSync(file)
    return text
  }
  const face = readdirSync(join(dir, 'assets')).find((file) => file.startsWith('overpass-latin-wght'))
  if (!face) throw new Error('the build has no typeface')
  const early = `<link rel="preload" href="/assets/${face}" as="font" type="font/woff2" crossorigin>`
  exchange(/<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/, (url) => `${early}\n  <style>${taken(url)}</style>`)
  exchange(/<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/, (url) => `<meta name="script" content="${url}">`)
  exchange(/<script src="(\/guard\.js)"><\/script>/, (url) => `<script>${taken(url)}</script>`)
  writeFileSync(path, page)
}
