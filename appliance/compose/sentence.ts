/** `good`: all is well; `plain`: so it is; `odd`: it mends itself; `bad`: a person is needed. */
export type Mood = 'good' | 'plain' | 'odd' | 'bad'

export interface Sentence {
  readonly mood: Mood
  readonly text: string
}
