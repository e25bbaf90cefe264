import { counting } from '../count.ts'
import type { TodayWords } from '../en/today.ts'

const n = counting('pt')

export const today: TodayWords = {
  day: 'Dia',
  dayBefore: 'O dia anterior',
  dayAfter: 'O dia seguinte',

  soFar: {
    alone: (taken) => `Hoje [money:${taken}].`,
    over: (taken, share, weekday) => `Hoje [money:${taken}], ${share} acima de ${weekday} da semana passada a esta hora.`,
    under: (taken, share, weekday) => `Hoje [money:${taken}], ${share} abaixo de ${weekday} da semana passada a esta hora.`,
    same: (taken, weekday) => `Hoje [money:${taken}], o mesmo que ${weekday} da semana passada a esta hora.`,
  },
  past: {
    alone: (day, taken) => `${day}: [money:${taken}].`,
    over: (day, taken, share, weekday) => `${day}: [money:${taken}], ${share} acima de ${weekday} da semana anterior.`,
    under: (day, taken, share, weekday) => `${day}: [money:${taken}], ${share} abaixo de ${weekday} da semana anterior.`,
    same: (day, taken, weekday) => `${day}: [money:${taken}], o mesmo que ${weekday} da semana anterior.`,
  },
  placesTaken: (inside, capacity) => `[inside:${inside} de ${capacity} lugares ocupados].`,
  noCarInside: '[inside:Nenhum carro dentro].',
  carsInside: (count) => n(count, { one: '[inside:# carro dentro].', other: '[inside:# carros dentro].' }),
  cameAndWent: (entered, left) =>
    `[entered:${n(entered, { one: 'Entrou # carro', other: 'Entraram # carros' })}], [left:${n(left, { one: 'saiu #', other: 'saíram #' })}].`,
  nothingNeedsYou: 'Nada espera por si.',
  thingsNeedYou: (count) => n(count, { one: '[needs:# coisa espera por si].', other: '[needs:# coisas esperam por si].' }),

  noBox: 'Ainda não há aqui nenhum equipamento registado.',
  completeTo: (time) => `Completo até ${time}`,
  notComplete: 'Incompleto',
  boxNever: (box) => `${box} nunca enviou nada.`,
  boxBehind: (box, time) => `${box} tem ${time} de atraso.`,
  boxCatchingUp: (box, time) => `${box} tem ${time} de atraso e está a recuperar.`,

  needsYou: 'Espera por si',
  about: (amount) => `[about:cerca de] ${amount}`,
  need: {
    helpOpen: {
      title: ({ name }) => `Um condutor espera ajuda: ${name}`,
      text: 'Abra no local, ou com: gatehouse open --lane …',
    },
    laneFault: { title: ({ name }) => `${name}: avaria`, text: ({ detail }) => `Aviso: ${detail}` },
    laneHeld: { title: ({ name }) => `${name} está mantida aberta`, text: ({ detail }) => `Motivo: ${detail}` },
    boxSilent: {
      title: ({ name }) => `${name} não dá sinal`,
      text: 'Continua a trabalhar sozinho; os seus números chegam quando voltar.',
    },
    boxBehind: {
      title: ({ name }) => `${name} está a recuperar o atraso`,
      text: ({ count }) => n(count, { one: '# evento vem a caminho.', other: '# eventos vêm a caminho.' }),
    },
    clockUntrusted: {
      title: ({ name }) => `${name} não sabe as horas`,
      text: 'Até lá, o tempo é contado pelo seu próprio contador.',
    },
    refundFailed: { title: 'Uma devolução foi recusada', text: ({ detail }) => `${detail} Devolva o dinheiro à mão.` },
    refundSlow: { title: 'Uma devolução demora muito', text: ({ detail }) => `Tenta-se há mais de uma hora: ${detail}.` },
    mismatch: { title: 'Foi pago um valor errado', text: 'Volta sozinho para o condutor.' },
    undelivered: {
      title: 'Pago por telemóvel, bilhete desconhecido',
      text: 'O equipamento ainda não comunicou este bilhete; o pagamento espera por ele.',
    },
    paidTwice: { title: 'Pago duas vezes na máquina', text: 'Este valor é devido a um condutor; o leitor de cartões pode devolvê-lo.' },
    cardUnbooked: {
      title: 'Um cartão foi debitado e nenhum equipamento o registou',
      text: 'O equipamento está desligado? Regista o pagamento quando voltar.',
    },
    mailStuck: {
      title: ({ count }) => n(count, { one: '# recibo não pode ser enviado', other: '# recibos não podem ser enviados' }),
      text: ({ detail }) => `${detail} Continua a tentar-se durante três dias.`,
    },
    owed: {
      title: 'Saiu sem pagar',
      text: 'Nenhuma forma de pagar funcionou. O valor é pedido quando o carro voltar; um pagamento posterior também o salda.',
    },
    suspect: {
      title: ({ count }) => n(count, { one: '# carro saiu sem ser visto', other: '# carros saíram sem ser vistos' }),
      text: 'Fechado a 0 para ver com atenção.',
    },
    unknown: {
      title: ({ count }) =>
        n(count, {
          one: '# carro saiu sem pagar, e ninguém sabe qual',
          other: '# carros saíram sem pagar, e ninguém sabe quais',
        }),
      text: 'Ninguém encontrou a entrada e ninguém veio ajudar. Ainda conta como dentro: procure uma estadia que não acaba.',
    },
    freeFlow: {
      title: ({ count }) => n(count, { one: '# carro saiu com a barreira aberta', other: '# carros saíram com a barreira aberta' }),
      text: 'Uma passagem sem ordem: a barreira estava levantada, forçada ou aberta à mão.',
    },
    noRates: { title: 'Ainda não há preços publicados', text: 'Os equipamentos usam a tarifa da sua própria configuração.' },
    clone: {
      title: 'Talvez dois equipamentos usem o mesmo cartão',
      text: 'Um cartão de memória foi reposto ou copiado? Dê um novo código ao seu equipamento: as novas chaves excluem o outro.',
    },
    moneyDiffers: {
      title: 'Um equipamento e as contas daqui não têm o mesmo dinheiro',
      text: 'Os seus eventos ilegíveis talvez digam porquê; nada se perdeu, o equipamento guarda todos os pagamentos.',
    },
    alert: { title: 'Um equipamento comunica algo estranho', text: ({ detail }) => `Diz: ${detail}` },
  },

  lanes: 'Vias',
  noLane: 'Nenhuma via deu ainda sinal.',
  nobodyYet: 'ainda ninguém',
  held: (why) => `mantida aberta: ${why}`,
  arm: {
    passed: 'carro passou',
    open: 'barreira levantada',
    opening: 'barreira a subir',
    closed: 'barreira em baixo',
    closing: 'barreira a descer',
    fault: 'barreira avariada',
    still: 'ainda não se moveu',
  },

  byHour: 'Hora a hora',
  revenueByHour: 'Recebido por hora',
  howFull: 'Ocupação',
  most: (most) => `No máximo ${most}`,
  mostOf: (most, capacity) => `No máximo ${most} de ${capacity}`,
  insideByHour: (last) => `Carros dentro por hora, no fim ${last}.`,
  twoWeeks: 'Duas semanas',

  balance: 'Carros e dinheiro lado a lado',
  leftThisDay: 'Saídas deste dia',
  cars: 'Carros',
  paid: 'Pago',
  openArm: 'com a barreira aberta, carro desconhecido',
  noCarKnown: 'saiu sem pagar, carro desconhecido',
  paidOther: 'pago, não saiu neste dia',
  stated: (count, amount) =>
    n(count, {
      one: `[stated:# destes carros] não tinha entrada registada: o condutor disse quando chegou, e ${amount} assentam na sua palavra.`,
      other: `[stated:# destes carros] não tinham entrada registada: os condutores disseram quando chegaram, e ${amount} assentam na sua palavra.`,
    }),

  help: 'Ajuda',
  noCallAnswered: 'Nenhuma chamada atendida',
  callsAnswered: (count, time) =>
    n(count, { one: `# chamada atendida, em ${time}`, other: `# chamadas atendidas, metade em menos de ${time}` }),
}
