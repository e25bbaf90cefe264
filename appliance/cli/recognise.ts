import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { PlateReader } from '../lane/ports.ts'
import { createPlateReader } from '../recognition/reader.ts'
import { type CliIo, UsageError } from './command.ts'
import { ENGINE_HELP, ENGINE_OPTIONS, engineSettings } from './engine-options.ts'
import { readOptions } from './options.ts'
import { jsonLine, type Outcome, progressBar, tableHead, tableRows } from './recognise-output.ts'

const HELP = `usage: gatehouse recognise FILES… [--json] [--explain FOLDER] and the flags below

Reads the plates in pictures, best first. A folder stands for the pictures in it and below it, by name.

  --json          one line of JSON for each picture: {file, ms, plates: [{text, confidence, box, candidates}]}
                  or {file, error}; box is [x, y, width, height] in pixels of the picture
  --explain DIR   also writes each picture into DIR with boxes, texts, and a bar for each character's probability;
                  the JSON line then names it: explained
${ENGINE_HELP}
Exit status: 0 when every picture could be read, with a plate or without; 1 when one could not; 2 for wrong usage.
`

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.tif', '.tiff', '.gif', '.heic', '.heif', '.avif'])
/** Fewer pictures than this need no progress bar. */
const MANY = 4
const THREADS = 2

type RecogniseIo = CliIo & { readonly stdout: { readonly isTTY?: boolean }; readonly stderr: { readonly isTTY?: boolean } }

/** `gatehouse recognise`: see HELP. Lines come in the order of the arguments, as soon as each picture is read. */
export async function recognise(argv: string[], io: RecogniseIo): Promise<number> {
  const options = parse(argv)
  if (options === 'help') {
    io.stdout.write(HELP)
    return 0
  }
  const items = (await Promise.all(options.files.map(picturesOf))).flat()
  const reader = await createPlateReader(options.engine)
  const print = printer(options.json, items, io)
  let failed = false
  try {
    for (const [i, item] of items.entries()) {
      print.busy(i, item.file)
      const outcome = 'error' in item ? item : await read(item.file, reader.read, options.explain, i)
      failed ||= 'error' in outcome
      print.outcome(outcome)
    }
  } finally {
    print.end()
    await reader.close()
  }
  return failed ? 1 : 0
}

function parse(argv: string[]) {
  const { values, positionals } = readOptions(
    argv,
    { ...ENGINE_OPTIONS, json: { type: 'boolean', default: false }, explain: { type: 'string' }, help: { type: 'boolean' } },
    { positionals: true },
  )
  if (values.help) return 'help'
  if (positionals.length === 0) throw new UsageError('name the pictures or folders to read; --help says more')
  return { files: positionals, json: values.json, explain: values.explain, engine: engineSettings(values, THREADS) }
}

type Item = { readonly file: string } | { readonly file: string; readonly error: string }

async function picturesOf(path: string): Promise<Item[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [{ file: path }]
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile() && PICTURES.has(extname(entry.name).toLowerCase()))
    const sorted = files.map((entry) => join(entry.parentPath, entry.name)).sort()
    return sorted.length > 0 ? sorted.map((file) => ({ file })) : [{ file: path, error: 'there are no pictures in this folder' }]
  } catch (error) {
    return [{ file: path, error: whyNot(error) }]
  }
}

async function read(file: string, plates: PlateReader['read'], folder: string | undefined, n: number): Promise<Outcome> {
  try {
    const jpeg = await readFile(file)
    const start = performance.now()
    const found = await plates(jpeg)
    const ms = performance.now() - start
    if (folder === undefined) return { file, ms, plates: found }
    return { file, ms, plates: found, explained: await (await import('./explain.ts')).explain(jpeg, file, found, folder, n) }
  } catch (error) {
    return { file, error: whyNot(error) }
  }
}

function whyNot(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES' || code === 'EPERM') return 'this file may not be read by you'
  return error instanceof Error ? error.message : String(error)
}

function printer(json: boolean, items: readonly Item[], io: RecogniseIo) {
  const width = Math.min(48, Math.max(7, ...items.map(({ file }) => file.length)))
  const bar = io.stderr.isTTY && items.length >= MANY ? progressBar((text) => void io.stderr.write(text), items.length) : null
  if (!json) io.stdout.write(`${tableHead(width)}\n`)
  return {
    busy: (done: number, file: string) => bar?.show(done, file),
    outcome(outcome: Outcome) {
      bar?.wipe()
      const lines = json ? [jsonLine(outcome)] : tableRows(outcome, width, io.stdout.isTTY === true)
      io.stdout.write(`${lines.join('\n')}\n`)
    },
    end: () => bar?.wipe(),
  }
}
