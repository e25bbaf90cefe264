import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { arrayLiteral } from './array-literal.ts'
import { erasePictures } from './pictures.ts'
import * as schema from './schema/books.ts'
import type { Sql, Statement } from './sql.ts'

/**
 * How events change the books. `put` fills in columns of one row: a null says nothing about a column, so facts of one row
 * may arrive in any order and from several boxes.
 */
export type BookChange =
  | { readonly do: 'put'; readonly table: BookTable; readonly row: Readonly<Record<string, unknown>> }
  | { readonly do: 'lane'; readonly lane: LaneChange }
  | {
      readonly do: 'erase'
      readonly site: string
      readonly plateRefs: readonly string[]
      readonly imageRefs: readonly string[]
      readonly at: number
    }

export interface LaneChange {
  readonly site: string
  readonly id: string
  readonly device: string
  readonly name?: string
  readonly direction?: string
  readonly arm?: string
  /** null: the fault has gone */
  readonly fault?: string | null
  readonly hold?: { readonly reason: string; readonly held: boolean }
  readonly at: number
}

const tables = {
  session: schema.session,
  presentation: schema.presentation,
  observation: schema.observation,
  decision: schema.decision,
  quote: schema.quote,
  payment: schema.payment,
  validation: schema.validation,
  debt_waiver: schema.debtWaiver,
  help_call: schema.helpCall,
  anomaly: schema.anomaly,
  barrier_event: schema.barrierEvent,
} satisfies Record<string, PgTable>
export type BookTable = keyof typeof tables

/** Money facts are whole and said once: whoever books the same payment again changes nothing. */
const once = new Set<string>(['quote', 'payment', 'validation', 'debt_waiver'])

type Row = Record<string, unknown>
interface Shape {
  readonly keys: readonly string[]
  readonly columns: readonly { readonly name: string; readonly isJson: boolean }[]
  readonly upsert: Statement
}

function shapeOf(table: PgTable): Shape {
  const config = getTableConfig(table)
  const columns = config.columns.map((c) => ({ name: c.name, type: c.getSQLType(), isJson: c.getSQLType() === 'jsonb' }))
  const keys = config.primaryKeys.flatMap((k) => k.columns.map((c) => c.name))
  const fill = columns
    .filter((c) => !keys.includes(c.name))
    .map(({ name }) => `${name} = coalesce(excluded.${name}, ${config.name}.${name})`)
  const onConflict = once.has(config.name) ? 'nothing' : `update set ${fill.join(', ')}`
  const arrays = columns.map(({ type }, i) => `$${i + 1}::${type}[]`)
  return {
    keys,
    columns,
    upsert: {
      name: `put_${config.name}`,
      text: `insert into ${config.name} (${columns.map((c) => c.name).join(', ')}) select * from unnest(${arrays.join(', ')})
             on conflict (${keys.join(', ')}) do ${onConflict}`,
    },
  }
}

const columnsOf = ({ columns }: Shape, rows: readonly Row[]): readonly string[] =>
  columns.map(({ name, isJson }) => arrayLiteral(rows.map((row) => asElement(row[name], isJson))))

function asElement(value: unknown, isJson: boolean): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (isJson) return JSON.stringify(value)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  throw new TypeError(`a column of the books cannot hold ${typeof value}`)
}

const shapes = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, shapeOf(table)])) as Record<BookTable, Shape>

/** Applies changes in order of arrival, one statement a table, all on their way at once. Runs inside the caller's transaction. */
export async function applyToBooks(tx: Sql, changes: readonly BookChange[]): Promise<void> {
  const rows = new Map<BookTable, Map<string, Row>>()
  for (const change of changes) if (change.do === 'put') collect(rows, change.table, change.row)
  const erasures = changes.filter((change) => change.do === 'erase')
  await Promise.all([
    ...inOrder(rows).map(([table, byKey]) =>
      tx.query(
        shapes[table].upsert,
        columnsOf(
          shapes[table],
          inOrder(byKey).map(([, row]) => row),
        ),
      ),
    ),
    ...foldLanes(changes).map((lane) => putLane(tx, lane)),
    ...erasures.map(({ site, plateRefs, at }) => erasePlates(tx, site, plateRefs, at)),
    ...erasures.filter(({ imageRefs }) => imageRefs.length > 0).map(({ site, imageRefs, at }) => erasePictures(tx, site, imageRefs, at)),
  ])
}

/** One statement may touch a row once, so facts about the same row are laid over each other first. */
function collect(rows: Map<BookTable, Map<string, Row>>, table: BookTable, row: Readonly<Row>): void {
  const key = shapes[table].keys.map((k) => row[k]).join('\0')
  const byKey = rows.get(table) ?? new Map<string, Row>()
  rows.set(table, byKey)
  const known = byKey.get(key)
  if (known === undefined) byKey.set(key, { ...row })
  else if (!once.has(table))
    for (const [column, value] of Object.entries(row)) if (value !== null && value !== undefined) known[column] = value
}

interface LaneRow {
  readonly site: string
  readonly id: string
  readonly device: string
  readonly name: string | null
  readonly direction: string | null
  readonly arm: string | null
  readonly fault: string | null
  readonly faultKnown: boolean
  readonly held: readonly string[]
  readonly released: readonly string[]
  readonly at: number
}

function foldLanes(changes: readonly BookChange[]): readonly LaneRow[] {
  const lanes = new Map<string, LaneRow>()
  for (const change of changes) {
    if (change.do !== 'lane') continue
    const { lane } = change
    lanes.set(lane.id, laneAfter(lanes.get(lane.id), lane))
  }
  return inOrder(lanes).map(([, lane]) => lane)
}

/** Batches that run at once must lock rows in one order, or they wait for each other until Postgres ends one of them. */
const inOrder = <K extends string, V>(map: ReadonlyMap<K, V>): readonly (readonly [K, V])[] => [...map].sort(([a], [b]) => (a < b ? -1 : 1))

function laneAfter(before: LaneRow | undefined, change: LaneChange): LaneRow {
  const without = (list: readonly string[]) => list.filter((reason) => reason !== change.hold?.reason)
  const hold = change.hold
  return {
    site: change.site,
    id: change.id,
    device: change.device,
    name: change.name ?? before?.name ?? null,
    direction: change.direction ?? before?.direction ?? null,
    arm: change.arm ?? before?.arm ?? null,
    fault: change.fault === undefined ? (before?.fault ?? null) : change.fault,
    faultKnown: change.fault !== undefined || (before?.faultKnown ?? false),
    held: hold?.held ? [...without(before?.held ?? []), hold.reason] : without(before?.held ?? []),
    released: hold && !hold.held ? [...without(before?.released ?? []), hold.reason] : without(before?.released ?? []),
    at: Math.max(change.at, before?.at ?? change.at),
  }
}

async function putLane(tx: Sql, lane: LaneRow): Promise<void> {
  await tx.query(putOneLane, [
    ...[lane.site, lane.id, lane.device, lane.direction, lane.arm, lane.fault, lane.faultKnown],
    ...[JSON.stringify(lane.held), [...lane.held, ...lane.released], lane.at, lane.name],
  ])
}

const putOneLane: Statement = {
  name: 'put_lane',
  text: `insert into lane (site_id, id, device_id, direction, arm, fault, holds, updated_at, name) values ($1, $2, $3, $4, $5, $6, $8::jsonb, $10, $11)
         on conflict (site_id, id) do update set
       device_id = excluded.device_id,
       name = coalesce(excluded.name, lane.name),
       direction = coalesce(excluded.direction, lane.direction),
       arm = coalesce(excluded.arm, lane.arm),
       fault = case when $7::boolean then excluded.fault else lane.fault end,
       holds = (lane.holds - $9::text[]) || excluded.holds,
       updated_at = greatest(lane.updated_at, excluded.updated_at)`,
}

/** An erased plate leaves its reference behind, so a late copy of the text is refused. */
async function erasePlates(tx: Sql, site: string, refs: readonly string[], at: number): Promise<void> {
  await tx.query(
    `insert into plate (site_id, ref, text, country, received_at, erased_at) select $1, ref, null, null, $3, $3 from unnest($2::text[]) as ref
     on conflict (site_id, ref) do update set text = null, country = null, erased_at = coalesce(plate.erased_at, excluded.erased_at)`,
    [site, [...refs], at],
  )
}
