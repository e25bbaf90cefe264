// Redraws the map from the state of the car park: once from the page itself, then from its event stream.
const svg = 'http://www.w3.org/2000/svg'
const cars = document.getElementById('cars')
const drawn = new Map()
const spotAt = (spot) => ({ x: 300 + (spot % 12) * 52, y: spot < 12 ? 96 : 344 })
const laneX = { entry: 206, exit: 974 }
let state = JSON.parse(document.getElementById('state').textContent)
let receivedAt = performance.now()

const el = (name, attributes, parent) => {
  const node = document.createElementNS(svg, name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  parent?.append(node)
  return node
}

function makeCar(car) {
  const g = el('g', { class: 'car', style: 'opacity:0' })
  el('rect', { x: -40, y: -18, width: 80, height: 36, rx: 13, fill: car.paint, stroke: '#0d1b1e', 'stroke-width': 2 }, g)
  el('path', { d: 'M18-14q8 14 0 28l-8-3q4-11 0-22zM-26-13q-6 13 0 26l7-3q-3-10 0-20z', fill: '#0d1b1e', opacity: 0.85 }, g)
  el('path', { d: 'M-16-14h28l-3 4h-22zM-16 14h28l-3-4h-22z', fill: '#0d1b1e', opacity: 0.7 }, g)
  el('path', { d: 'M38-13l2 6M38 13l2-6', stroke: '#ffe9a8', 'stroke-width': 4, 'stroke-linecap': 'round' }, g)
  if (car.plate) {
    const tag = el('g', { class: 'plate-tag' }, g)
    el('rect', { x: -33, y: -7, width: 66, height: 14, rx: 2 }, tag)
    el('text', { y: 3.6 }, tag).textContent = car.plate
  }
  cars.append(g)
  return g
}

function place(car, x, y, turn, inside) {
  let node = drawn.get(car.id)
  const fresh = !node
  if (fresh) {
    node = makeCar(car)
    drawn.set(car.id, node)
    node.style.transform = inside ? `translate(${x}px,${y}px) rotate(${turn}deg)` : `translate(${x - 160}px,${y}px) rotate(${turn}deg)`
    node.getBoundingClientRect()
    node.addEventListener('click', () => node.classList.contains('inside') && act({ action: 'leave', carId: car.id }))
  }
  node.classList.toggle('inside', inside)
  node.style.transform = `translate(${x}px,${y}px) rotate(${turn}deg)`
  node.style.opacity = 1
  const tag = node.querySelector('.plate-tag')
  if (tag) tag.setAttribute('transform', turn === -90 || turn === 90 ? 'scale(.98)' : '')
}

function drawLanes() {
  for (const lane of state.lanes) {
    const gear = document.querySelector(`.lane-gear[data-lane="${lane.id}"]`)
    if (!gear) continue
    gear.dataset.arm = lane.arm
    gear.querySelector('[data-loop=arming]').classList.toggle('on', lane.arming)
    gear.querySelector('[data-loop=closing]').classList.toggle('on', lane.closing)
  }
  const box = document.getElementById('lanes')
  box.replaceChildren(
    ...state.lanes.map((lane) => {
      const card = document.createElement('article')
      card.className = 'lane'
      const shot = document.createElement('div')
      shot.className = 'shot'
      shot.style.backgroundImage = `url("/simulator/${lane.standing ? lane.standing.photo : `empty/${lane.direction}`}")`
      const text = document.createElement('div')
      text.className = 'text'
      const line = (tag, cls, words) => {
        const node = document.createElement(tag)
        node.className = cls
        node.textContent = words
        text.append(node)
      }
      line('h3', '', `${lane.name} · arm ${lane.arm}`)
      line('p', 'says', lane.says)
      if (lane.fee) line('p', 'fee', lane.fee)
      line('small', '', lane.standing ? (lane.standing.plate ?? 'a car of your folder') : 'nobody here')
      card.append(shot, text)
      return card
    }),
  )
}

function drawCars() {
  const seen = new Set()
  for (const lane of state.lanes) {
    const gate = laneX[lane.direction]
    if (lane.standing) {
      seen.add(lane.standing.id)
      place(lane.standing, lane.closing && !lane.arming ? gate + 66 : lane.closing ? gate + 4 : gate - 62, 220, 0, false)
    }
    lane.queue.slice(0, 2).forEach((car, i) => {
      seen.add(car.id)
      place(car, gate - 158 - i * 90, 220, 0, false)
    })
  }
  for (const car of state.parked) {
    const { x, y } = spotAt(car.spot)
    seen.add(car.id)
    place(car, x, y, car.spot < 12 ? -90 : 90, true)
  }
  for (const [id, node] of drawn) {
    if (seen.has(id)) continue
    drawn.delete(id)
    node.style.transform = 'translate(1240px,220px)'
    node.style.opacity = 0
    setTimeout(() => node.remove(), 1000)
  }
}

function drawControls() {
  document.body.classList.toggle('dark', !state.powered)
  const internet = document.getElementById('internet')
  internet.setAttribute('aria-pressed', String(!state.online))
  internet.querySelector('b').textContent = state.online ? 'Cut the internet' : 'Restore the internet'
  const kiosk = document.querySelector('#mine iframe')
  document.getElementById('mine').hidden = !state.byHand
  // the kiosk holds a connection of its own: it is there only while somebody needs it
  const wanted = state.byHand ? kiosk.dataset.src : 'about:blank'
  if (kiosk.getAttribute('src') !== wanted) kiosk.setAttribute('src', wanted)
  const mine = document.getElementById('pay-myself')
  mine.setAttribute('aria-pressed', String(state.byHand))
  for (const button of document.querySelectorAll('[data-speed]'))
    button.setAttribute('aria-pressed', String(Number(button.dataset.speed) === state.speed))
  const card = document.getElementById('card')
  card.hidden = !(state.card && state.byHand)
  if (state.card) card.querySelector('p').textContent = `The terminal asks for ${state.card.amount}.`
  const link = document.getElementById('pay-link')
  const open = state.lanes.find((lane) => lane.qrUrl)
  link.hidden = !(open && state.byHand)
  if (open) {
    const a = document.createElement('a')
    a.href = open.qrUrl
    a.target = '_blank'
    a.textContent = 'Open the page behind the QR'
    link.replaceChildren(a)
  }
  document.getElementById('events').replaceChildren(
    ...state.events.map((event) => {
      const li = document.createElement('li')
      for (const words of [clockText(event.at), event.lane ?? '', event.text]) {
        const span = document.createElement('span')
        span.textContent = words
        li.append(span)
      }
      return li
    }),
  )
}

const clockText = (at) => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: state.timeZone }).format(at)
function drawClock() {
  const now = state.now + (performance.now() - receivedAt)
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: state.timeZone }).format(now)
  const time = document.createElement('b')
  time.textContent = clockText(now)
  const { counts, powered, online } = state
  const said = [
    day,
    `${counts.inside} inside`,
    `${counts.entered} in, ${counts.exited} out`,
    ...(powered ? [] : ['the box has no power']),
    ...(online ? [] : ['offline']),
  ]
  const parts = said.map((text) => {
    const part = document.createElement('span')
    part.textContent = text
    return part
  })
  document.getElementById('clock').replaceChildren(time, ...parts)
}

function draw() {
  drawLanes()
  drawCars()
  drawControls()
  drawClock()
}

async function act(action) {
  const answer = document.getElementById('answer')
  try {
    const reply = await fetch('/simulator/actions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
    })
    answer.textContent = (await reply.json()).message
  } catch {
    answer.textContent = 'The box does not answer: it may be starting. Try again.'
  }
}

for (const button of document.querySelectorAll('[data-action]'))
  button.addEventListener('click', () => act(JSON.parse(button.dataset.action)))
document.getElementById('internet').addEventListener('click', () => act({ action: 'internet', on: !state.online }))
document.getElementById('pay-myself').addEventListener('click', () => act({ action: 'payMyself', on: !state.byHand }))

const events = new EventSource('/simulator/events')
events.addEventListener('state', (message) => {
  state = JSON.parse(message.data)
  receivedAt = performance.now()
  draw()
})
events.addEventListener('error', () => {
  state = { ...state, powered: false }
  draw()
})
setInterval(drawClock, 1000)
draw()
