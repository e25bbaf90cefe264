import type { MeWords } from '../en/me.ts'

export const me: MeWords = {
  role: {
    viewer: 'Vous êtes lecteur ici : vous lisez les rapports.',
    manager: 'Vous êtes gestionnaire ici : vous lisez les rapports et réglez tarifs, droits, réductions et boîtiers.',
    owner: 'Vous êtes propriétaire ici : vous réglez tout et dites qui d’autre peut entrer.',
  },
  makePasskeyNow:
    'Créez une clé d’accès maintenant : la prochaine fois, cet appareil ouvre vos pages tout seul. Sans clé, il vous faut un nouveau lien à chaque fois.',
  passkeys: 'Vos clés d’accès',
  noPasskey: 'Aucune pour l’instant.',
  makePasskey: 'Créer une clé d’accès sur cet appareil',
  passkeyElsewhere: 'Les clés d’accès demandent l’adresse que nomme PUBLIC_URL : celle-ci en est une autre.',
  keyNew: {
    here: (made) => `créée le ${made}, pas encore utilisée, sur cet appareil seul`,
    synced: (made) => `créée le ${made}, pas encore utilisée, sur tous vos appareils de cette marque`,
  },
  keyUsed: {
    here: (made, used) => `créée le ${made}, utilisée le ${used}, sur cet appareil seul`,
    synced: (made, used) => `créée le ${made}, utilisée le ${used}, sur tous vos appareils de cette marque`,
  },
  remove: 'Retirer',
  removeKey: (name) => `Retirer ${name}`,

  morning: 'Lettre du matin',
  morningOn: 'Chaque matin à sept heures, une lettre vous raconte la veille.',
  morningOff: 'Une lettre à sept heures chaque matin : ce qui a été encaissé la veille, et ce qui vous attend.',
  morningStop: 'Plus de lettres',
  morningStart: 'M’écrire chaque matin',

  language: 'Votre langue',
  languageText: 'C’est celle de ces pages et des lettres qui vous sont envoyées.',

  browsers: 'Où vous êtes connecté',
  thisBrowser: (browser) => `${browser} (celui-ci)`,
  browserUsed: (since, last) => `depuis le ${since}, utilisé le ${last}`,
  signOut: 'Le déconnecter',
  signOutBrowser: (browser) => `Déconnecter ${browser}`,
  browserOn: (browser, system) => `${browser} sur ${system}`,
  someBrowser: 'Un navigateur',
  otherSystem: 'un autre système',
}
