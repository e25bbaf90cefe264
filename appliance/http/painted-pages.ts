import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import type { HttpLog } from './http-options.ts'

/** What the build puts beside the screens: the page with a view painted in it, for the address it was asked by. */
type Paint = (page: string, view: LaneView, query: URLSearchParams) => Promise<string>

/**
 * Paints a lane's view into the built page before it is sent [H19]. `stamp` names the build. A build that cannot paint, or not this
 * view, gives the page as it was built: it says "one moment" and paints itself.
 */
export function paintedPages(screensDir: string, log: HttpLog) {
  const program = join(screensDir, 'paint/paint.js')
  let loaded: { readonly stamp: number; readonly paint: Promise<Paint | null> } | null = null

  function programOf(stamp: number): Promise<Paint | null> {
    if (loaded?.stamp !== stamp) loaded = { stamp, paint: load(stamp) }
    return loaded.paint
  }
  async function load(stamp: number): Promise<Paint | null> {
    if (!existsSync(program)) return null
    // Another build is another module: the program that Node has loaded already would paint the screens of the one before.
    const { paintedPage } = (await import(`${pathToFileURL(program).href}?${stamp}`)) as { paintedPage: Paint }
    return paintedPage
  }
  return async (page: string, stamp: number, view: LaneView, query: URLSearchParams): Promise<string> => {
    try {
      const paint = await programOf(stamp)
      return paint === null ? page : await paint(page, view, query)
    } catch (error) {
      log.warn({ lane: view.lane.id, err: error }, 'the first picture could not be painted; the page paints it itself')
      return page
    }
  }
}
