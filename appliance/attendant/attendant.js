// Keeps the lanes as they are now: asks for the page again when a lane has changed, unless somebody is typing in it.
const lanes = document.querySelector('.lanes')
if (lanes) {
  let asking = false
  const renew = async () => {
    if (asking || document.activeElement?.matches('input')) return
    asking = true
    try {
      const answer = await fetch('/attendant/lanes', { headers: { accept: 'text/html' } })
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const next = fresh.querySelector('main')
      if (next?.querySelector('.lanes')) {
        document.querySelector('.said')?.remove()
        document.querySelector('main h1').textContent = next.querySelector('h1').textContent
        document.querySelector('.lanes').replaceWith(next.querySelector('.lanes'))
      }
    } catch {
      // the box restarts: the event streams below come back by themselves and ask again
    }
    asking = false
  }
  for (const lane of lanes.querySelectorAll('[data-lane]')) {
    const events = new EventSource(`/api/lanes/${encodeURIComponent(lane.dataset.lane)}/events`)
    let seen = lane.dataset.revision
    events.addEventListener('view', (event) => {
      if (event.lastEventId === seen) return
      seen = event.lastEventId
      void renew()
    })
  }
}
