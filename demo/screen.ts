import type { WriteStream } from 'node:tty'
import type { Paint } from '@gatehouse/appliance/cli/paint.ts'
import { changedLines, type TableState, tableLines } from './table.ts'

/** Where the demo shows itself: a table that redraws in place, or plain lines where that cannot be. */
export interface Screen {
  show(state: TableState): void
  /** a line that stays, above the table */
  say(line: string): void
  /** leaves the last picture standing and gives the cursor back */
  end(): void
}

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY'> & Partial<Pick<WriteStream, 'columns' | 'rows'>>

const HIDE = '\u001b[?25l\u001b[?7l'
const GIVE_BACK = '\u001b[?25h\u001b[?7h'
const CLEAR_REST = '\u001b[K'
const CLEAR_BELOW = '\u001b[J'

export const createScreen = (output: Output, paint: Paint): Screen => (output.isTTY ? inPlace(output, paint) : lineByLine(output))

/** No line is longer than the window and no picture higher: a terminal that scrolls cannot be redrawn. */
function inPlace(output: Output, paint: Paint): Screen {
  let drawn = 0
  let last = ''
  const home = (): string => (drawn > 0 ? `\u001b[${drawn}F` : '')
  const draw = (lines: readonly string[]): void => {
    const picture = lines.map((line) => `${line}${CLEAR_REST}\n`).join('')
    if (picture === last) return
    output.write(`${HIDE}${home()}${picture}${CLEAR_BELOW}`)
    last = picture
    drawn = lines.length
  }
  return {
    show: (state) => draw(tableLines(state, output.columns ?? 80, paint).slice(0, Math.max(4, (output.rows ?? 40) - 1))),
    say(line) {
      output.write(`${home()}${CLEAR_BELOW}${line}\n`)
      drawn = 0
      last = ''
    },
    end() {
      if (drawn > 0) output.write(GIVE_BACK)
      drawn = 0
    },
  }
}

function lineByLine(output: Output): Screen {
  let before: TableState | null = null
  return {
    show(state) {
      for (const line of changedLines(before, state)) output.write(`${line}\n`)
      before = state
    },
    say: (line) => void output.write(`${line}\n`),
    end() {},
  }
}
