import { barrierCommands } from './barrier-commands.ts'
import { codeTries } from './code-tries.ts'
import type { Db } from './database.ts'
import { debts } from './debts.ts'
import { decisions } from './decisions.ts'
import { helpCalls } from './help-calls.ts'
import { lanes } from './lanes.ts'
import { observations } from './observations.ts'
import { payments } from './payments.ts'
import { presentations } from './presentations.ts'
import { quotes } from './quotes.ts'
import { sessions } from './sessions.ts'
import { till } from './till.ts'
import { validations } from './validations.ts'

/** The tables that are nothing but the log folded; statements are prepared here, once. */
export function stateTables(db: Db) {
  return {
    barrierCommands: barrierCommands(db),
    codeTries: codeTries(db),
    debts: debts(db),
    decisions: decisions(db),
    helpCalls: helpCalls(db),
    lanes: lanes(db),
    observations: observations(db),
    payments: payments(db),
    presentations: presentations(db),
    quotes: quotes(db),
    sessions: sessions(db),
    till: till(db),
    validations: validations(db),
  }
}
export type StateTables = ReturnType<typeof stateTables>
