import { languageCodes, languageNames } from '@gatehouse/domain/language.ts'
import { html } from 'hono/html'
import type { Markup, Paper } from './paper.ts'

/** Which language, at the foot of every page: each by its own name, for whoever cannot read the one it is in. */
export function foot(paper: Paper): Markup {
  return html`<footer class="foot">${languageForm(paper)}</footer>`
}

export function languageForm({ words, speech, here }: Paper): Markup {
  const option = (code: (typeof languageCodes)[number]) =>
    html`<option value="${code}" lang="${code}"${code === speech.language ? html` selected` : ''}>${languageNames[code]}</option>`
  return html`<form class="language" method="post" action="/language" data-auto><input type="hidden" name="to" value="${here}">
<label>${words.frame.language} <select name="language" autocomplete="language">${languageCodes.map(option)}</select></label><noscript><button class="plain">${words.frame.show}</button></noscript></form>`
}
