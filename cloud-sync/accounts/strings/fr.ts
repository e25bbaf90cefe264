import type { LetterWords } from './words.ts'

export const fr: LetterWords = {
  hello: (name) => `Bonjour ${name},`,
  invitation: {
    subject: 'Votre compte Gatehouse',
    invitedBy: (name) =>
      `${name} vous a créé un compte pour les pages du parking. Ouvrez ce lien dans la semaine ; il ne sert qu’une fois :`,
    invitedByOperator:
      'L’exploitant de votre parking vous a créé un compte pour ses pages. Ouvrez ce lien dans la semaine ; il ne sert qu’une fois :',
    noPassword:
      'Pas de mot de passe : la page vous fait créer une clé d’accès, et la prochaine fois votre téléphone ou votre ordinateur l’ouvre.',
  },
  signIn: {
    subject: 'Votre lien de connexion',
    yourLink: (minutes) => `voici le lien que vous avez demandé. Il sert une fois, pendant ${minutes} minutes :`,
    notAsked:
      'Si vous ne l’avez pas demandé, quelqu’un a tapé votre adresse. Sans ce message, personne n’entre ; vous n’avez rien à faire.',
  },
}
