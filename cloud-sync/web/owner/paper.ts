import type { HtmlEscapedString } from 'hono/utils/html'
import type { Speech } from '../languages.ts'
import type { OwnerWords } from './strings/en/all.ts'

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

/** What any page is written on: in whose language, where it stands. */
export interface Paper {
  readonly speech: Speech
  readonly words: OwnerWords
  /** versioned addresses of style sheet, script and typeface */
  readonly assets: Assets
  /** its own address, to come back to */
  readonly here: string
}

export interface Assets {
  readonly css: string
  readonly js: string
  readonly font: string | null
}
