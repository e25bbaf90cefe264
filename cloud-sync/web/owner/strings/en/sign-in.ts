/** Becoming somebody: by passkey, by a mailed link, by an invitation, or with the owner token. */
export const signIn = {
  title: 'Log in',
  titleAgain: 'Is it you?',
  again: (name: string) => `${name}, show once more that it is you: what comes next is hard to undo.`,
  withPasskey: 'Log in with a passkey',
  email: 'Your e-mail address',
  sendLink: 'Send me a link',
  withToken: 'With the owner token',
  token: 'Owner token',
  withTokenButton: 'Log in',
  whatToken: 'The token is what OWNER_TOKEN was set to where this cloud runs.',

  linkSent: 'If that address has an account here, a link is on its way to it. It works for a quarter of an hour.',
  tooManyTries: 'Too many wrong tries. Wait a minute.',
  wrongToken: 'That is not the owner token.',
  badAddress: 'An e-mail address looks like anna@example.org.',
  enoughLinks: 'That address was sent enough links. Use the last one, or wait an hour.',

  linkUsed: 'This link is used up',
  linkUsedText: 'A link works once and for a while only, and a newer one takes its place.',
  anotherWay: 'Log in another way',
  welcome: (name: string) => `Welcome, ${name}`,
  hello: (name: string) => `Hello, ${name}`,
  accountReady: 'Your account is ready. You need no password.',
  opensHere: 'This opens your pages on this device.',
  goIn: 'Go in',

  passkeyPlace: 'Passkeys need the address that PUBLIC_URL names, or localhost.',
  passkeyBusy: 'Too many are logging in at once. Wait a minute.',
  passkeyUnknown: 'That passkey opens nothing here. Use another one, or ask for a link.',
  passkeyForPeople: 'Only a person can have a passkey: the owner token has none.',
  passkeyNotTaken: 'That passkey could not be taken. Try again.',
  /** what the browser itself says, in our words */
  browserSaidNo: 'Nothing was done: the browser was told no, or waited too long. Try again.',
  browserElsewhere: 'Passkeys work at the public address of these pages: open that one.',
  browserHasOne: 'This device has a passkey for here already.',
}
export type SignInWords = typeof signIn
