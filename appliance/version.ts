/** This software's version: what the health page, the log and the cloud are told. Kept equal to package.json by a test. */
export const VERSION = '0.1.0'
