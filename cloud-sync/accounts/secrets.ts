import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits that are handed out once, as base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What is kept of a secret. It is random through and through: no salt and no slow hash would add anything. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export const isSecret = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text)
