/** Session settings under which every value has one spelling: UTC, ISO dates and intervals, hex bytea, shortest floats. */
export const textSettings = '-c timezone=UTC -c datestyle=ISO,DMY -c intervalstyle=iso_8601 -c bytea_output=hex -c extra_float_digits=1'

export const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`

/** `table`, `schema.table`, either part quoted. Unquoted names are lower case, as in SQL. Null when it is neither. */
export function parseTableName(text: string): { readonly schema: string; readonly table: string } | null {
  const part = '(?:"((?:[^"]|"")+)"|([A-Za-z_][\\w$]*))'
  const match = new RegExp(`^(?:${part}\\.)?${part}$`).exec(text)
  if (!match) return null
  const name = (quoted: string | undefined, plain: string | undefined) => quoted?.replaceAll('""', '"') ?? plain?.toLowerCase()
  const table = name(match[3], match[4])
  return table === undefined ? null : { schema: name(match[1], match[2]) ?? 'public', table }
}

/** A comma-separated list of column names, quoted or not. Null when a quote never closes. */
export function parseColumnList(text: string): readonly string[] | null {
  const names: string[] = []
  const item = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y
  while (item.lastIndex <= text.length) {
    const match = item.exec(text)
    if (!match) return null
    names.push(match[1]?.replaceAll('""', '"') ?? match[2]?.trim() ?? '')
    if (match[3] === '') return names
  }
  return null
}
