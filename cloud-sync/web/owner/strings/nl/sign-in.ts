import type { SignInWords } from '../en/sign-in.ts'

export const signIn: SignInWords = {
  title: 'Inloggen',
  titleAgain: 'Bent u het?',
  again: (name) => `${name}, laat nog eens zien dat u het bent: wat nu komt, is moeilijk terug te draaien.`,
  withPasskey: 'Inloggen met een toegangssleutel',
  email: 'Uw e-mailadres',
  sendLink: 'Stuur mij een link',
  withToken: 'Met het token van de exploitant',
  token: 'Token van de exploitant',
  withTokenButton: 'Inloggen',
  whatToken: 'Het token is de waarde van OWNER_TOKEN waar deze cloud draait.',

  linkSent: 'Heeft dat adres hier een account, dan is er een link onderweg. Die werkt een kwartier.',
  tooManyTries: 'Te veel verkeerde pogingen. Wacht een minuut.',
  wrongToken: 'Dat is niet het token van de exploitant.',
  badAddress: 'Een e-mailadres ziet eruit als anna@example.org.',
  enoughLinks: 'Dat adres kreeg genoeg links. Gebruik de laatste of wacht een uur.',

  linkUsed: 'Deze link werkt niet meer',
  linkUsedText: 'Een link werkt één keer en maar voor even, en een nieuwere komt in zijn plaats.',
  anotherWay: 'Op een andere manier inloggen',
  welcome: (name) => `Welkom, ${name}`,
  hello: (name) => `Hallo, ${name}`,
  accountReady: 'Uw account is klaar. U hebt geen wachtwoord nodig.',
  opensHere: 'Hiermee opent u uw pagina’s op dit apparaat.',
  goIn: 'Naar binnen',

  passkeyPlace: 'Toegangssleutels hebben het adres nodig dat PUBLIC_URL noemt, of localhost.',
  passkeyBusy: 'Te veel mensen loggen tegelijk in. Wacht een minuut.',
  passkeyUnknown: 'Die toegangssleutel opent hier niets. Gebruik een andere of vraag een link.',
  passkeyForPeople: 'Alleen een persoon kan een toegangssleutel hebben: het token van de exploitant heeft er geen.',
  passkeyNotTaken: 'Die toegangssleutel kon niet worden aangenomen. Probeer het opnieuw.',
  browserSaidNo: 'Er is niets gebeurd: in de browser is geweigerd of te lang gewacht. Probeer het opnieuw.',
  browserElsewhere: 'Toegangssleutels werken op het openbare adres van deze pagina’s: open dat.',
  browserHasOne: 'Dit apparaat heeft hier al een toegangssleutel.',
}
