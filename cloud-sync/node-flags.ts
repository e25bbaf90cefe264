/**
 * What Node is started with to run the cloud: `npm run cloud`, the Dockerfile and the benchmarks say the same (node-flags.test.ts).
 *
 * A cloud holds thousands of small objects for twenty seconds each, boxes' requests, and little else. V8 by itself lets the old generation
 * grow to several times what is in use before it collects it, and the young one to 128 MB: with nine thousand boxes waiting, 126 MB of a
 * heap of 533 MB were in use. With these, the old generation is collected when it is a fifth larger than what was in use.
 */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=8', '--heap-growing-percent=20']

/**
 * And in which surroundings: one pool of memory for all threads of glibc's malloc. By itself each of Node's eight has one, which keeps what
 * it was once given; connections, their parsers and their keys live there.
 */
export const NODE_ENVIRONMENT: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '1' }
