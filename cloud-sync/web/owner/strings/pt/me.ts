import type { MeWords } from '../en/me.ts'

export const me: MeWords = {
  role: {
    viewer: 'Aqui é leitor: lê os relatórios.',
    manager: 'Aqui é gestor: lê os relatórios e define preços, avenças, descontos e equipamentos.',
    owner: 'Aqui é proprietário: define tudo e diz quem mais pode entrar.',
  },
  makePasskeyNow:
    'Crie agora uma chave de acesso: da próxima vez este dispositivo abre as suas páginas sozinho. Sem ela precisa de um link novo de cada vez.',
  passkeys: 'As suas chaves de acesso',
  noPasskey: 'Ainda nenhuma.',
  makePasskey: 'Criar uma chave de acesso neste dispositivo',
  passkeyElsewhere: 'As chaves de acesso precisam do endereço indicado em PUBLIC_URL: este é outro.',
  keyNew: {
    here: (made) => `criada ${made}, ainda não usada, só nesse dispositivo`,
    synced: (made) => `criada ${made}, ainda não usada, em todos os seus dispositivos dessa marca`,
  },
  keyUsed: {
    here: (made, used) => `criada ${made}, usada ${used}, só nesse dispositivo`,
    synced: (made, used) => `criada ${made}, usada ${used}, em todos os seus dispositivos dessa marca`,
  },
  remove: 'Remover',
  removeKey: (name) => `Remover ${name}`,

  morning: 'Carta da manhã',
  morningOn: 'Todas as manhãs às sete uma carta conta-lhe o dia anterior.',
  morningOff: 'Uma carta todas as manhãs às sete: o que se recebeu no dia anterior e o que precisa de si.',
  morningStop: 'Não enviar mais cartas',
  morningStart: 'Escrever-me todas as manhãs',

  language: 'O seu idioma',
  languageText: 'É o destas páginas e das cartas que recebe.',

  browsers: 'Onde tem sessão iniciada',
  thisBrowser: (browser) => `${browser} (este)`,
  browserUsed: (since, last) => `desde ${since}, usado pela última vez ${last}`,
  signOut: 'Terminar sessão',
  signOutBrowser: (browser) => `Terminar a sessão de ${browser}`,
  browserOn: (browser, system) => `${browser} em ${system}`,
  someBrowser: 'Um navegador',
  otherSystem: 'outro sistema',
}
