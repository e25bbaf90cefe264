import type { SignInWords } from '../en/sign-in.ts'

export const signIn: SignInWords = {
  title: 'Anmelden',
  titleAgain: 'Sind Sie es?',
  again: (name) => `${name}, zeigen Sie noch einmal, dass Sie es sind: Was nun kommt, lässt sich schwer rückgängig machen.`,
  withPasskey: 'Mit einem Passkey anmelden',
  email: 'Ihre E-Mail-Adresse',
  sendLink: 'Link zusenden',
  withToken: 'Mit dem Token des Betreibers',
  token: 'Token des Betreibers',
  withTokenButton: 'Anmelden',
  whatToken: 'Das Token ist der Wert von OWNER_TOKEN dort, wo diese Cloud läuft.',

  linkSent: 'Hat diese Adresse hier ein Konto, ist ein Link zu ihr unterwegs. Er gilt eine Viertelstunde.',
  tooManyTries: 'Zu viele falsche Versuche. Warten Sie eine Minute.',
  wrongToken: 'Das ist nicht das Token des Betreibers.',
  badAddress: 'Eine E-Mail-Adresse sieht so aus: anna@example.org.',
  enoughLinks: 'An diese Adresse gingen genug Links. Nehmen Sie den letzten oder warten Sie eine Stunde.',

  linkUsed: 'Dieser Link ist verbraucht',
  linkUsedText: 'Ein Link gilt einmal und nur für eine Weile, und ein neuerer tritt an seine Stelle.',
  anotherWay: 'Anders anmelden',
  welcome: (name) => `Willkommen, ${name}`,
  hello: (name) => `Guten Tag, ${name}`,
  accountReady: 'Ihr Konto ist bereit. Sie brauchen kein Passwort.',
  opensHere: 'Das öffnet Ihre Seiten auf diesem Gerät.',
  goIn: 'Hinein',

  passkeyPlace: 'Passkeys brauchen die Adresse, die PUBLIC_URL nennt, oder localhost.',
  passkeyBusy: 'Zu viele melden sich gleichzeitig an. Warten Sie eine Minute.',
  passkeyUnknown: 'Dieser Passkey öffnet hier nichts. Nehmen Sie einen anderen oder lassen Sie sich einen Link senden.',
  passkeyForPeople: 'Nur eine Person kann einen Passkey haben: Das Token des Betreibers hat keinen.',
  passkeyNotTaken: 'Dieser Passkey wurde nicht angenommen. Versuchen Sie es noch einmal.',
  browserSaidNo: 'Es ist nichts geschehen: Im Browser wurde abgelehnt oder zu lange gewartet. Versuchen Sie es noch einmal.',
  browserElsewhere: 'Passkeys gelten unter der öffentlichen Adresse dieser Seiten: Öffnen Sie diese.',
  browserHasOne: 'Dieses Gerät hat hier schon einen Passkey.',
}
