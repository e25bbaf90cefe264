import type { LetterWords } from './words.ts'

export const it: LetterWords = {
  hello: (name) => `Buongiorno ${name},`,
  invitation: {
    subject: 'Il suo account Gatehouse',
    invitedBy: (name) =>
      `${name} le ha creato un account per le pagine del parcheggio. Apra questo link entro una settimana; vale una volta sola:`,
    invitedByOperator:
      'Chi gestisce il suo parcheggio le ha creato un account per le sue pagine. Apra questo link entro una settimana; vale una volta sola:',
    noPassword: 'Non serve una password: nella pagina crea una passkey, e la volta dopo la aprono il suo telefono o il suo computer.',
  },
  signIn: {
    subject: 'Il suo link per accedere',
    yourLink: (minutes) => `ecco il link che ha chiesto. Vale una volta, per ${minutes} minuti:`,
    notAsked:
      'Se non lo ha chiesto, qualcuno ha digitato il suo indirizzo. Senza questo messaggio nessuno può entrare; non deve fare nulla.',
  },
}
