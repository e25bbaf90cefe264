/** One letter, as it leaves. */
export interface Letter {
  readonly to: string
  /** the name before the sender's address: the car park's */
  readonly fromName: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly language: string
  /** the same for every try: a letter that arrives twice shows as one */
  readonly id: string
  /** where one click asks for no more mail (RFC 8058); null: of letters somebody asks for one by one, as a link to sign in */
  readonly stopUrl: string | null
}

/** Hands letters to a mail server. Resolves once the server has taken the letter; throws {@link MailError}. */
export interface Post {
  send(letter: Letter): Promise<void>
}

/**
 * `refused`: the server will never take this letter (no such mailbox). `later`: try again; `unreachable`: no server to talk to, so
 * no other letter would go either. `setup`: the account, its password or its TLS is wrong, a person must look.
 */
export class MailError extends Error {
  readonly kind: 'refused' | 'later' | 'unreachable' | 'setup'
  constructor(kind: MailError['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MailError'
    this.kind = kind
  }
}
