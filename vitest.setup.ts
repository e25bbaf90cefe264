import fc from 'fast-check'

// Properties explore new worlds at every run. Where one commit is judged (.ci/run) they all start from one seed, so that the
// verdict belongs to the commit; a failure prints its own seed either way.
const seed = process.env.GATEHOUSE_SEED
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })
