import { html } from 'hono/html'

const page = (title: string, body: ReturnType<typeof html>) => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="10"><title>${title}</title></head>
<body><h1>${title}</h1>${body}</body>
</html>`

/** For the technician in front of a box whose screens were never built. */
export const screensMissingPage = (dir: string) =>
  page('The screens are not built', html`<p>Run <code>npm run build</code>, then this page comes by itself.</p><p>Looked in ${dir}</p>`)

type Named = { readonly id: string; readonly name: string }

const laneList = (lanes: readonly Named[]) =>
  html`<ul>${lanes.map((lane) => html`<li><a href="/kiosk/${encodeURIComponent(lane.id)}">${lane.name}</a></li>`)}</ul>`

export const unknownLanePage = (wanted: string, lanes: readonly Named[]) =>
  page('There is no such lane', html`<p>This box has no lane called “${wanted}”.</p>${laneList(lanes)}`)

export const noPayPointPage = (lanes: readonly Named[]) =>
  page('There is no pay point', html`<p>A [[pay_point]] table in site.toml makes one. This box has:</p>${laneList(lanes)}`)

export const notItsScreenPage = () =>
  page(
    'This browser is not a screen of the box',
    html`<p>On the box, <code>sudo gatehouse screens</code> prints the address that makes it one. Open that address here, once.</p>`,
  )
