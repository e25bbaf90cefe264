/** The letters about an account. */
export interface LetterWords {
  readonly hello: (name: string) => string
  readonly invitation: {
    readonly subject: string
    /** the link follows */
    readonly invitedBy: (name: string) => string
    readonly invitedByOperator: string
    readonly noPassword: string
  }
  readonly signIn: {
    readonly subject: string
    /** the link follows */
    readonly yourLink: (minutes: number) => string
    readonly notAsked: string
  }
}
