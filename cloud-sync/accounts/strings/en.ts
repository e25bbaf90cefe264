import type { LetterWords } from './words.ts'

export const en: LetterWords = {
  hello: (name) => `Hello ${name},`,
  invitation: {
    subject: 'Your account at Gatehouse',
    invitedBy: (name) => `${name} has made you an account for the car park's pages. Open this link within a week; it works once:`,
    invitedByOperator:
      "Whoever runs your car park has made you an account for the car park's pages. Open this link within a week; it works once:",
    noPassword: 'You need no password: the page lets you make a passkey, so that next time your phone or computer opens it.',
  },
  signIn: {
    subject: 'Your link to sign in',
    yourLink: (minutes) => `here is the link you asked for. It works once, for ${minutes} minutes:`,
    notAsked:
      'If you did not ask for it, somebody typed your address. They cannot come in without this letter; there is nothing you need to do.',
  },
}
