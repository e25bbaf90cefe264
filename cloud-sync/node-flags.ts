/**
 * What Node is started with to run the cloud: `npm run cloud`, the Dockerfile and the benchmarks say the same (node-flags.test.ts).
 *
 * A cloud holds thousands of small objects for twenty seconds each, boxes' requests, and little else. V8 by itself lets the old generation
 * grow to several times what is in use before it collects it, and the young one to 128 MB: with nine thousand boxes waiting, 126 MB of a
 * heap of 533 MB were in use. With these, the old generation is collected when it is a third larger than what was in use.
 */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=8', '--heap-growing-percent=33']
