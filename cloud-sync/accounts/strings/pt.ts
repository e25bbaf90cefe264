import type { LetterWords } from './words.ts'

export const pt: LetterWords = {
  hello: (name) => `Olá, ${name},`,
  invitation: {
    subject: 'A sua conta no Gatehouse',
    invitedBy: (name) => `${name} criou-lhe uma conta para as páginas do parque. Abra este link no prazo de uma semana; funciona uma vez:`,
    invitedByOperator:
      'Quem gere o seu parque criou-lhe uma conta para as páginas dele. Abra este link no prazo de uma semana; funciona uma vez:',
    noPassword: 'Não precisa de palavra-passe: na página cria uma chave de acesso e, da próxima vez, o seu telemóvel ou computador abre-a.',
  },
  signIn: {
    subject: 'O seu link para entrar',
    yourLink: (minutes) => `aqui está o link que pediu. Funciona uma vez, durante ${minutes} minutos:`,
    notAsked: 'Se não o pediu, alguém escreveu o seu endereço. Sem esta mensagem ninguém entra; não tem de fazer nada.',
  },
}
