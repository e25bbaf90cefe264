import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Puts into the built page what its first picture needs, so that one answer of the box is enough to paint it: the style sheet and
 * the guard stand in the page, and the typefaces are asked for with the page instead of after the styles. The box's policy admits
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
  // the two weights that stand on every screen
  const faces = readdirSync(join(dir, 'assets')).filter((file) => /^overpass-latin-[58]00-/.test(file))
  if (faces.length !== 2) throw new Error(`the build has ${faces.length} of its two typefaces`)
  const early = faces.map((face) => `<link rel="preload" href="/assets/${face}" as="font" type="font/woff2" crossorigin>`).join('\n  ')
  exchange(/<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/, (url) => `${early}\n  <style>${taken(url)}</style>`)
  exchange(/<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/, (url) => `<meta name="script" content="${url}">`)
  exchange(/<script src="(\/guard\.js)"><\/script>/, (url) => `<script>${taken(url)}</script>`)
  writeFileSync(path, page)
}
