// Everything here only makes the pages nicer: without it they are forms and links that work.
document.documentElement.classList.add('js')
const main = document.querySelector('main[data-live]')

// Live figures: the server says that something changed, the page fetches itself and swaps what is shown.
if (main && document.getElementById('live')) {
  let fetching = false
  let again = false
  const refresh = async () => {
    if (fetching) {
      again = true
      return
    }
    fetching = true
    try {
      const response = await fetch(location.href, { headers: { 'x-part': 'live' } })
      const live = document.getElementById('live')
      const busy = live.contains(document.activeElement) && document.activeElement.matches('input, select')
      if (response.ok && !busy) {
        const page = new DOMParser().parseFromString(await response.text(), 'text/html')
        const fresh = page.getElementById('live')
        const focused = live.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null
        if (fresh) live.replaceWith(fresh)
        if (focused && fresh) fresh.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
      }
    } catch {
      // the next change, or the next minute, tries again
    }
    fetching = false
    if (again) {
      again = false
      refresh()
    }
  }
  const source = new EventSource(main.dataset.live)
  source.addEventListener('changed', refresh)
  // Turned away for good, not only cut off: the account is gone, or this car park is no longer theirs. The page goes where the door sends it.
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) location.reload()
  })
  setInterval(refresh, 60_000)
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) refresh()
  })
}

// Filters apply as they are changed.
for (const form of document.querySelectorAll('form[data-auto]')) {
  form.addEventListener('change', () => form.requestSubmit())
}

// Prices: the simulator follows what is typed.
const rates = document.querySelector('form[data-preview]')
if (rates) {
  let timer
  let asked = 0
  rates.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const mine = ++asked
      const body = new URLSearchParams(new FormData(rates))
      try {
        const response = await fetch(rates.dataset.preview, { method: 'POST', body })
        if (response.ok && mine === asked) document.getElementById('preview').innerHTML = await response.text()
      } catch {
        // "Check" does the same by hand
      }
    }, 250)
  })
}
