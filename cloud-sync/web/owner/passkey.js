// Passkeys: the browser asks for finger, face or PIN. Without script, or in a browser that knows none, the other ways in remain.
for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue
  form.hidden = false
  const say = form.querySelector('[role=alert]')
  const add = form.dataset.passkey === 'add'
  const send = async (path, body) => {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(answer.message)
    return answer
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    say.hidden = true
    try {
      const options = await send(`/passkey/${form.dataset.passkey}-options`, {})
      const publicKey = add
        ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
        : PublicKeyCredential.parseRequestOptionsFromJSON(options)
      const credential = await (add ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }))
      const { to } = await send(form.getAttribute('action'), credential.toJSON())
      location.assign(to)
    } catch (error) {
      // the form brings the sentences for what a browser refuses with, in the reader's language
      say.textContent = form.dataset[error.name.slice(0, 1).toLowerCase() + error.name.slice(1)] ?? error.message
      say.hidden = false
    }
  })
}
