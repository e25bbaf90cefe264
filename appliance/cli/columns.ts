/** Rows of cells as lines of equal columns. `dress` may colour a cell after it has its width. */
export function columns(
  rows: readonly (readonly string[])[],
  dress: (cell: string, row: number, column: number) => string = (cell) => cell,
): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row, at) =>
    row
      .map((cell, column) => {
        const isLast = column === row.length - 1
        return dress(isLast ? cell : cell.padEnd(widths[column] ?? 0), at, column)
      })
      .join('  ')
      .trimEnd(),
  )
}
