import type { SignInWords } from '../en/sign-in.ts'

export const signIn: SignInWords = {
  title: 'Se connecter',
  titleAgain: 'Est-ce bien vous ?',
  again: (name) => `${name}, montrez encore une fois que c’est vous : la suite est difficile à annuler.`,
  withPasskey: 'Se connecter avec une clé d’accès',
  email: 'Votre adresse e-mail',
  sendLink: 'M’envoyer un lien',
  withToken: 'Avec le jeton de l’exploitant',
  token: 'Jeton de l’exploitant',
  withTokenButton: 'Se connecter',
  whatToken: 'Le jeton est la valeur d’OWNER_TOKEN là où ce cloud tourne.',

  linkSent: 'Si cette adresse a un compte ici, un lien est en route. Il sert pendant un quart d’heure.',
  tooManyTries: 'Trop d’essais faux. Attendez une minute.',
  wrongToken: 'Ce n’est pas le jeton de l’exploitant.',
  badAddress: 'Une adresse e-mail ressemble à anna@example.org.',
  enoughLinks: 'Cette adresse a reçu assez de liens. Prenez le dernier, ou attendez une heure.',

  linkUsed: 'Ce lien ne sert plus',
  linkUsedText: 'Un lien sert une seule fois et pour un temps ; un plus récent prend sa place.',
  anotherWay: 'Se connecter autrement',
  welcome: (name) => `Bienvenue, ${name}`,
  hello: (name) => `Bonjour, ${name}`,
  accountReady: 'Votre compte est prêt. Aucun mot de passe n’est nécessaire.',
  opensHere: 'Ceci ouvre vos pages sur cet appareil.',
  goIn: 'Entrer',

  passkeyPlace: 'Les clés d’accès demandent l’adresse que nomme PUBLIC_URL, ou localhost.',
  passkeyBusy: 'Trop de connexions à la fois. Attendez une minute.',
  passkeyUnknown: 'Cette clé d’accès n’ouvre rien ici. Prenez-en une autre, ou demandez un lien.',
  passkeyForPeople: 'Seule une personne peut avoir une clé d’accès : le jeton de l’exploitant n’en a pas.',
  passkeyNotTaken: 'Cette clé d’accès n’a pas pu être prise. Réessayez.',
  browserSaidNo: 'Rien n’a été fait : le navigateur a reçu un refus, ou a attendu trop longtemps. Réessayez.',
  browserElsewhere: 'Les clés d’accès servent à l’adresse publique de ces pages : ouvrez celle-là.',
  browserHasOne: 'Cet appareil a déjà une clé d’accès ici.',
}
