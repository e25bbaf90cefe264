#!/usr/bin/env node
// `npm run bench:identity`: what a signed request costs, in CPU per signature made and judged, and in what the cloud remembers of it.
import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { signatureHeaders } from '@gatehouse/appliance/identity/signed-fetch.ts'
import { signatureChecker } from '@gatehouse/cloud-sync/devices/check-signature.ts'
import { seenOnce } from '@gatehouse/cloud-sync/devices/seen-once.ts'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import { figure, printReport } from './report.ts'

const ROUNDS = 3_000
const WARM = 1_000
/** about what a full batch of 500 rows has, packed */
const BATCH_BYTES = 40_000
const NONCES = 200_000

const pair = generateKeyPairSync('ed25519')
const signKey = pair.publicKey.export({ format: 'jwk' }).x ?? ''
const signer = { keyId: keyThumbprint(signKey), key: pair.privateKey }
const shape = `https://cloud.example/v1/shape?${new URLSearchParams({ table: 'edge_v1_rates', where: "site_id = 'markt'", offset: '0_inf', live: 'true' })}`
const batch = { method: 'POST', url: 'https://cloud.example/v1/ingest', body: randomBytes(BATCH_BYTES) }

const check = signatureChecker(Date.now)
/** the first second that this checker takes */
const created = Math.ceil(Date.now() / 1000) + 6
const get = () => signatureHeaders(signer, { method: 'GET', url: shape, body: null, created })

/** CPU, not wall time: other work on the machine must not count. Microseconds a round. */
async function cpuMicros(work: (i: number) => unknown): Promise<number> {
  for (let i = 0; i < WARM; i++) await work(i)
  const before = process.cpuUsage()
  for (let i = 0; i < ROUNDS; i++) await work(WARM + i)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / ROUNDS
}

const requests = Array.from({ length: WARM + ROUNDS }, () => {
  const headers = new Headers()
  for (const [name, value] of get()) headers.set(name, value)
  return new Request(shape, { headers })
})
const known = async () => ({ owner: 'box', signKey })
const judge = async (i: number) => {
  const outcome = await check(requests[i] as Request, known)
  if (!outcome.ok) throw new Error(outcome.refusal.message)
}

const text = randomBytes(400)
const bareSignature = sign(null, text, pair.privateKey)
const bareSign = await cpuMicros(() => sign(null, text, pair.privateKey))
const bareVerify = await cpuMicros(() => verify(null, text, pair.publicKey, bareSignature))
const bareDigest = await cpuMicros(() => createHash('sha256').update(batch.body).digest('base64'))
const signGet = await cpuMicros(get)
const signBatch = await cpuMicros(() => signatureHeaders(signer, { ...batch, created }))
const judged = await cpuMicros(judge)

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const memory = seenOnce(1e12)
collect()
const heap = process.memoryUsage().heapUsed
for (let i = 0; i < NONCES; i++) memory.isNew(randomBytes(16).toString('base64url'), 0)
collect()
const perNonce = (process.memoryUsage().heapUsed - heap) / memory.size()

printReport('identity (baseline: node:crypto alone)', [
  figure('the box signs a GET', signGet, 'µs', { peer: bareSign }),
  figure('the box signs a batch of 40 kB', signBatch, 'µs', { peer: bareSign + bareDigest }),
  figure('the cloud judges a signature, database apart', judged, 'µs', { peer: bareVerify }),
  figure('the cloud remembers a nonce, for 5 to 10 minutes', perNonce, 'bytes'),
])
