import { counting } from '../count.ts'
import type { FrameWords } from '../en/frame.ts'

const n = counting('pt')

export const frame: FrameWords = {
  skip: 'Ir para os números',
  pages: 'Páginas',
  tab: { today: 'Hoje', cars: 'Carros', money: 'Dinheiro', prices: 'Preços', permits: 'Avenças', help: 'Ajuda' },
  waiting: (count) => n(count, { one: '# à espera', other: '# à espera' }),
  people: 'Pessoas',
  you: 'Você',
  logOut: 'Sair',
  carPark: 'Parque',
  show: 'Mostrar',
  language: 'Idioma',
  role: { viewer: 'leitor', manager: 'gestor', owner: 'proprietário' },

  nothingHere: 'Aqui não há nada',
  problem: {
    noCarParkYet: 'Esta nuvem ainda não conhece nenhum parque. Onde ela corre, escreva: node cloud-sync/main.ts site create --help',
    noSuchCarPark: 'Esse parque não existe.',
    badDay: 'Um dia escreve-se assim: 2026-11-22.',
    badMonth: 'Um mês escreve-se assim: 2026-11.',
    noSuchStay: 'Essa estadia não existe.',
  },
  notForYou: 'Não é para si',
  forOwners: (role) => `Isto é só para proprietários; o seu papel aqui: ${role}. Pergunte a um proprietário.`,
  forManagers: (role) => `Isto é só para gestores e proprietários; o seu papel aqui: ${role}. Pergunte a um proprietário.`,
  notFromHere: 'Daqui não',
  noToken: 'Sem OWNER_TOKEN estas páginas são só para a máquina onde correm. Defina OWNER_TOKEN e volte a iniciar a nuvem.',

  showFirst: 'Mostre primeiro, mais uma vez, que é mesmo você',
  showFirstRefused: 'Mostre primeiro que é mesmo você: nada foi alterado.',
}
