import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConfidenceWeights, confidenceOf, type Evidence, readConfidence, weighed } from './confidence.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const weight = fc.double({ min: 0, max: 5, noNaN: true })
const anyWeights: fc.Arbitrary<ConfidenceWeights> = fc.record({
  bias: fc.double({ min: -5, max: 5, noNaN: true }),
  ...{ p: weight, lead: weight, crops: weight, agreement: weight },
})
const anyEvidence: fc.Arbitrary<Evidence> = fc.record({ p: share, second: share, crops: share, agreement: share })

describe('[R34] confidence', () => {
  it('is a probability that never says never and never says always', () => {
    fc.assert(
      fc.property(anyWeights, anyEvidence, (weights, evidence) => {
        const p = weighed(weights)(evidence)
        expect(p > 0 && p < 1).toBe(true)
      }),
    )
  })

  it('never falls when any one piece of evidence is stronger', () => {
    fc.assert(
      fc.property(
        anyWeights,
        anyEvidence,
        share,
        fc.constantFrom('p', 'crops', 'agreement', 'second'),
        (weights, evidence, other, name) => {
          const [low, high] = [Math.min(evidence[name], other), Math.max(evidence[name], other)]
          // a surer runner-up is weaker evidence
          const [weak, strong] = name === 'second' ? [high, low] : [low, high]
          const confidence = weighed(weights)
          expect(confidence({ ...evidence, [name]: strong })).toBeGreaterThanOrEqual(confidence({ ...evidence, [name]: weak }))
        },
      ),
    )
  })
})

describe('[R19] the file of a pair', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-confidence-'))
  const path = join(folder, 'plate-confidence.json')
  const weights = { bias: 1, p: 0.5, lead: 0.1, crops: 0.2, agreement: 0.3 }
  const sha = (content: string) => createHash('sha256').update(content).digest('hex')
  const fittedOn = { detector: sha('finds'), reader: sha('reads') }
  const told = (content: string) => {
    writeFileSync(path, content)
    return () => readConfidence(path)
  }

  it('is read, whatever else it says for people', () => {
    expect(told(JSON.stringify({ weights, lookAlikes: 0.1, fittedOn, measured: {} }))()).toMatchObject({ weights, lookAlikes: 0.1 })
  })

  it('is refused in one sentence that names it when it is missing, damaged or turns evidence against itself', () => {
    expect(() => readConfidence(join(folder, 'nothing.json'))).toThrow(/nothing\.json is missing or not JSON/)
    expect(told('{')).toThrow(path)
    expect(told(JSON.stringify({ weights: { ...weights, lead: -1 }, lookAlikes: 0.1, fittedOn }))).toThrow(
      /weights\.lead: found -1, allowed 0 or more/,
    )
  })

  it('[R29] is refused for any other pair than the one it was fitted with, and says what to do', () => {
    const networks = { detector: join(folder, 'detector.onnx'), reader: join(folder, 'reader.onnx') }
    for (const [name, content] of [
      ['detector', 'finds'],
      ['reader', 'reads'],
    ] as const)
      writeFileSync(networks[name], content)
    writeFileSync(path, JSON.stringify({ weights, lookAlikes: 0.1, fittedOn }))
    expect(confidenceOf(path, networks)).toMatchObject({ weights })
    writeFileSync(networks.reader, 'reads otherwise')
    expect(() => confidenceOf(path, networks)).toThrow(
      /fitted with another reader than .*reader\.onnx \(sha256\).*install the appliance again/,
    )
    writeFileSync(networks.detector, 'finds more')
    expect(() => confidenceOf(path, networks)).toThrow(/another detector than/)
    expect(told(JSON.stringify({ weights, lookAlikes: 0.1 }))).toThrow(/fittedOn/)
    rmSync(folder, { recursive: true })
  })
})
