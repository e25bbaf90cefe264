import type { SignInWords } from '../en/sign-in.ts'

export const signIn: SignInWords = {
  title: 'Accedi',
  titleAgain: 'È Lei?',
  again: (name) => `${name}, mostri ancora una volta che è Lei: ciò che segue è difficile da annullare.`,
  withPasskey: 'Accedi con una passkey',
  email: 'Il Suo indirizzo e-mail',
  sendLink: 'Mandami un link',
  withToken: 'Con il token del gestore',
  token: 'Token del gestore',
  withTokenButton: 'Accedi',
  whatToken: 'Il token è il valore di OWNER_TOKEN dove gira questo cloud.',

  linkSent: 'Se quell’indirizzo ha un account qui, un link è in arrivo. Vale un quarto d’ora.',
  tooManyTries: 'Troppi tentativi sbagliati. Aspetti un minuto.',
  wrongToken: 'Questo non è il token del gestore.',
  badAddress: 'Un indirizzo e-mail è fatto come anna@example.org.',
  enoughLinks: 'A quell’indirizzo sono già andati abbastanza link. Usi l’ultimo o aspetti un’ora.',

  linkUsed: 'Questo link non vale più',
  linkUsedText: 'Un link vale una volta sola e per un po’, e uno più nuovo prende il suo posto.',
  anotherWay: 'Accedi in un altro modo',
  welcome: (name) => `Le diamo il benvenuto, ${name}`,
  hello: (name) => `Buongiorno, ${name}`,
  accountReady: 'Il Suo account è pronto. Non serve una password.',
  opensHere: 'Questo apre le Sue pagine su questo dispositivo.',
  goIn: 'Entra',

  passkeyPlace: 'Le passkey richiedono l’indirizzo indicato da PUBLIC_URL, oppure localhost.',
  passkeyBusy: 'Troppi accessi insieme. Aspetti un minuto.',
  passkeyUnknown: 'Questa passkey qui non apre nulla. Ne usi un’altra o chieda un link.',
  passkeyForPeople: 'Solo una persona può avere una passkey: il token del gestore non ne ha.',
  passkeyNotTaken: 'Questa passkey non è stata accettata. Riprovi.',
  browserSaidNo: 'Non è successo nulla: il browser ha ricevuto un no o ha atteso troppo. Riprovi.',
  browserElsewhere: 'Le passkey valgono all’indirizzo pubblico di queste pagine: apra quello.',
  browserHasOne: 'Questo dispositivo ha già una passkey per qui.',
}
