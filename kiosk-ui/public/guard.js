// Loads the page again when the screen has not come to life: a file that failed to load, an old browser cache, a box that is starting.
addEventListener(
  'error',
  (event) => {
    // A picture that was erased meanwhile is no reason: the page shows an empty frame for it.
    if (event.target instanceof HTMLScriptElement || event.target instanceof HTMLLinkElement) setTimeout(() => location.reload(), 5000)
  },
  true,
)
setTimeout(() => {
  if (document.documentElement.dataset.alive !== 'yes') location.reload()
}, 20000)
