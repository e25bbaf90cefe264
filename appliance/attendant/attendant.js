// Keeps the lanes and calls as they are now. Nothing here is needed: without a script every page says the same when it is loaded again.
const LOOK_MS = 2_000
const CALLS_MS = 5_000
/** older than this it is no picture of now, and its time stands under it */
const NOW_MS = 5_000

for (const select of document.querySelectorAll('select[data-auto]')) {
  select.form.querySelector('button').hidden = true
  select.addEventListener('change', () => select.form.requestSubmit())
}

document.querySelector('nav a[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })

/** A thumb chooses a reason faster than it types one; a list that drops down is small on a phone. */
function offerReasons() {
  for (const chips of document.querySelectorAll('.chips')) chips.hidden = false
}
document.addEventListener('click', ({ target }) => {
  if (!target.matches('[data-reason]')) return
  const { reason } = target.form.elements
  reason.value = target.textContent
  reason.form.querySelector('button:not([type])').focus()
})
offerReasons()

const title = document.title
function showCalls(count) {
  const bubble = document.querySelector('[data-calls]')
  if (!bubble) return
  bubble.textContent = count
  bubble.parentElement.hidden = count === 0
  document.title = count === 0 ? title : `(${count}) ${title}`
}

/** by lane: the newest picture that has come, what stands under it, and whether another is on its way */
const pictures = new Map()
const imageOf = (lane, root = document) => root.querySelector(`[data-lane="${lane}"] img[data-live]`)

function showPicture(lane, root) {
  const image = imageOf(lane, root)
  const { url, at } = pictures.get(lane) ?? {}
  if (!image || url === undefined) return
  const caption = image.parentElement.querySelector('figcaption')
  image.hidden = url === null
  if (url !== null) image.src = url
  const isNow = at && Date.now() - at < NOW_MS
  if (url === null) caption.textContent = image.dataset.gone
  else caption.textContent = isNow ? caption.dataset.now : new Date(at).toLocaleTimeString(document.documentElement.lang)
}

/** The lane's picture, and its time where the camera has nothing newer; one request at a time, however slow the way. */
async function look(lane) {
  const before = pictures.get(lane)
  if (before?.asking) return
  pictures.set(lane, { ...before, asking: true })
  const answer = await fetch(`/attendant/lanes/${encodeURIComponent(lane)}/live.jpg`).catch(() => null)
  if (answer?.status === 401) return location.reload()
  const age = Number(answer?.headers.get('x-age-ms'))
  const url = answer?.ok ? URL.createObjectURL(await answer.blob()) : null
  pictures.set(lane, { url, at: Date.now() - age, asking: false })
  showPicture(lane, document)
  if (before?.url) URL.revokeObjectURL(before.url)
}

function lookAround() {
  if (document.visibilityState !== 'visible') return
  for (const image of document.querySelectorAll('img[data-live]')) void look(image.closest('[data-lane]').dataset.lane)
}

/** Somebody is filling something in: nothing is taken from under their hands. */
const isBusy = () =>
  document.activeElement?.matches('main input, main select') ||
  [...document.querySelectorAll('.lanes input:not([type=hidden])')].some((input) =>
    input.type === 'checkbox' ? input.checked : input.value,
  )

async function renew() {
  if (isBusy()) return
  const answer = await fetch('/attendant/lanes', { headers: { accept: 'text/html' } })
  if (answer.status === 401) return location.reload()
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const next = fresh.querySelector('.lanes')
  if (!next || isBusy()) return
  // what has come stays until something newer has
  for (const lane of pictures.keys()) showPicture(lane, next)
  document.querySelector('main .said[role=status]')?.remove()
  document.querySelector('main h1').textContent = fresh.querySelector('h1').textContent
  document.querySelector('.lanes').replaceWith(next)
  offerReasons()
  showCalls(Number(fresh.querySelector('[data-calls]').textContent))
}

let asking = false
/** The box may restart meanwhile: the event stream comes back by itself and asks again. */
async function renewOnce() {
  if (asking) return
  asking = true
  await renew().catch(() => {})
  asking = false
}

const lanes = document.querySelector('.lanes')
if (lanes) {
  new EventSource('/attendant/changes').addEventListener('revisions', (event) => {
    const told = JSON.parse(event.data)
    const isOld = (lane) => String(told[lane.dataset.lane]) !== lane.dataset.revision
    if ([...document.querySelectorAll('[data-lane]')].some(isOld)) void renewOnce()
  })
  // what could not be shown while somebody typed
  document.addEventListener('focusout', () => setTimeout(renewOnce, 500))
  lookAround()
  setInterval(lookAround, LOOK_MS)
} else if (document.querySelector('[data-calls]')) {
  setInterval(async () => {
    if (document.visibilityState !== 'visible') return
    const answer = await fetch('/attendant/calls').catch(() => null)
    if (answer?.ok) showCalls((await answer.json()).calls)
  }, CALLS_MS)
}
showCalls(Number(document.querySelector('[data-calls]')?.textContent ?? 0))
