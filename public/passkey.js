/**
 * Makes and uses passkeys: forms with `data-passkey` ("create" or "get") have the options in `data-options`. The answer
 * of the authenticator is sent with the form. They stay hidden where the browser has no passkeys.
 */

import { fetchPage } from './fetch-page.js'

/** Milliseconds after which a challenge is too old to begin with it; the service accepts it a minute longer. */
const freshMs = 4 * 60_000

const isConditional = 'isConditionalMediationAvailable'

/** Ends the request that waits in the suggestions of the address field: a browser runs one at a time. */
let waiting = new AbortController()

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll('form[data-passkey]')) open(/** @type {HTMLFormElement} */ (form))
}

/** @param {HTMLFormElement} form */
function open(form) {
  form.hidden = false
  document.querySelector('[data-no-passkeys]')?.remove()
  let madeAt = Date.now()
  /** Gets a new challenge if that of the page is too old. */
  const refresh = async () => {
    if (Date.now() - madeAt < freshMs) return
    const { page } = await fetchPage(location.href)
    const fresh = page.querySelector(`form[data-passkey="${form.dataset.passkey}"]`)
    if (!(fresh instanceof HTMLFormElement)) return location.reload()
    form.dataset.options = fresh.dataset.options
    field(form, 'challenge').value = field(fresh, 'challenge').value
    madeAt = Date.now()
  }
  form.addEventListener('submit', async event => {
    event.preventDefault()
    if (form.getAttribute('aria-busy') === 'true') return
    form.setAttribute('aria-busy', 'true')
    waiting.abort()
    try {
      await refresh()
      await answer(form)
    } catch {
      tellFailure(form)
      if (form.dataset.passkey === 'get') void suggest(form, refresh)
    } finally {
      form.removeAttribute('aria-busy')
    }
  })
  if (form.dataset.passkey === 'get') void suggest(form, refresh)
}

/**
 * Lets the browser suggest passkeys in the address field, where it can.
 * @param {HTMLFormElement} form
 * @param {() => Promise<void>} refresh
 */
async function suggest(form, refresh) {
  if (!(isConditional in PublicKeyCredential) || !(await PublicKeyCredential.isConditionalMediationAvailable())) return
  for (;;) {
    const turn = new AbortController()
    waiting = turn
    const renew = new DOMException('the challenge is old', 'TimeoutError')
    const timer = setTimeout(() => turn.abort(renew), freshMs)
    try {
      await refresh()
      return await answer(form, turn.signal)
    } catch (error) {
      if (error !== renew) return
    } finally {
      clearTimeout(timer)
    }
  }
}

/**
 * Asks the authenticator and sends its answer. With a signal, waits until a suggestion is chosen.
 * @param {HTMLFormElement} form
 * @param {AbortSignal} [signal]
 */
async function answer(form, signal) {
  const options = JSON.parse(form.dataset.options ?? '')
  const made =
    form.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: toCreate(options) })
      : await navigator.credentials.get({
          publicKey: { ...options, challenge: toBytes(options.challenge) },
          ...(signal && { signal, mediation: 'conditional' }),
        })
  if (!(made instanceof PublicKeyCredential)) throw new Error('there is no passkey')
  field(form, 'response').value = JSON.stringify(toJson(made))
  form.submit()
}

// Browsers convert these themselves (parseCreationOptionsFromJSON, toJSON), but only since 2025.

/** @param {any} options */
const toCreate = options => ({
  ...options,
  challenge: toBytes(options.challenge),
  user: { ...options.user, id: toBytes(options.user.id) },
  excludeCredentials: options.excludeCredentials.map((/** @type {any} */ kept) => ({ ...kept, id: toBytes(kept.id) })),
})

/** @param {PublicKeyCredential} made */
function toJson({ id, rawId, type, response }) {
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']
  const texts = parts.flatMap(name => {
    const bytes = /** @type {any} */ (response)[name]
    return bytes ? [[name, toText(bytes)]] : []
  })
  return { id, rawId: toText(rawId), type, response: Object.fromEntries(texts), clientExtensionResults: {} }
}

/** @param {string} text */
function toBytes(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0))
}

/** @param {ArrayBuffer} bytes */
function toText(bytes) {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** @param {HTMLFormElement} form @param {string} name */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name))
}

/** @param {HTMLFormElement} form */
function tellFailure(form) {
  const told = /** @type {HTMLElement | null} */ (form.querySelector('[data-failed]'))
  if (!told) return
  told.hidden = false
  told.textContent = told.dataset.failed ?? ''
}
