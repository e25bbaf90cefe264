/** The house's colours in a terminal: the tokens of the screens, as near as the terminal can. */
export type Token = 'plain' | 'soft' | 'strong' | 'go' | 'stop' | 'attention' | 'plate'
export type Paint = (token: Token, text: string) => string

const full: Readonly<Record<Token, string>> = {
  plain: '',
  soft: '38;2;138;148;151',
  strong: '1',
  go: '38;2;46;158;107',
  stop: '1;38;2;224;89;77',
  attention: '48;2;255;184;0;38;2;13;27;30',
  plate: '1;48;2;246;245;240;38;2;13;27;30',
}
const few: Readonly<Record<Token, string>> = {
  plain: '',
  soft: '38;5;245',
  strong: '1',
  go: '38;5;35',
  stop: '1;38;5;167',
  attention: '48;5;214;38;5;233',
  plate: '1;48;5;255;38;5;233',
}

/** No colour when `NO_COLOR` is set to anything, when the output is no terminal, or when the terminal is `dumb`. */
export function paintFor(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): Paint {
  if (!isTerminal || env.TERM === 'dumb' || (env.NO_COLOR ?? '') !== '') return (_, text) => text
  const codes = /truecolor|24bit/i.test(env.COLORTERM ?? '') ? full : few
  return (token, text) => (codes[token] && text ? `\u001b[${codes[token]}m${text}\u001b[0m` : text)
}
