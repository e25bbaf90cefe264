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
// What the box has painted into the page is on the glass first; the script that brings it to life begins in the frame after. A page
// nobody sees makes no frames, and must begin all the same.
const script = document.createElement('script')
script.type = 'module'
const begin = () => {
  if (script.isConnected) return
  script.src = document.querySelector('meta[name=script]').content
  document.head.append(script)
}
requestAnimationFrame(() => setTimeout(begin))
setTimeout(begin, 2000)
// A tap on a picture that has no script yet is done as soon as it has (main.tsx).
addEventListener('click', (event) => {
  if (document.documentElement.dataset.alive !== 'yes') globalThis.firstTap = event.target.closest('button')
})
