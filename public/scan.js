/**
 * Scans labels: a button with `data-scan` fills in the field with that id with what the camera finds. It appears only
 * where the browser detects barcodes.
 */
import { announce } from './live.js'

/**
 * What browsers that detect barcodes have, and TypeScript's library lacks.
 * @typedef {{ detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }} Detector
 * @typedef {{ new (options: { formats: string[] }): Detector, getSupportedFormats(): Promise<string[]> }} Detectors
 */

/** Those on the labels of sensors and gateways. */
const wanted = ['qr_code', 'data_matrix', 'code_128', 'code_39', 'code_93']
const pauseMs = 150

/** @type {Detectors | undefined} */
const Detectors = Reflect.get(globalThis, 'BarcodeDetector')
/** @type {string[]} */
let formats = []

void begin()

async function begin() {
  if (!Detectors || !navigator.mediaDevices) return
  const known = await Detectors.getSupportedFormats().catch(() => /** @type {string[]} */ ([]))
  formats = wanted.filter(format => known.includes(format))
  reveal(document)
}

/** @param {Document | Element} within */
function reveal(within) {
  for (const button of within.querySelectorAll('button[data-scan]')) {
    if (button instanceof HTMLButtonElement) button.hidden = formats.length === 0
  }
}

document.addEventListener('shown', ({ target }) => target instanceof Element && reveal(target))
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button[data-scan]') : null
  if (button instanceof HTMLButtonElement && Detectors) void scan(button, new Detectors({ formats }))
})

/**
 * @param {HTMLButtonElement} button
 * @param {Detector} detector
 */
async function scan(button, detector) {
  const words = JSON.parse(button.dataset.words ?? '{}')
  const pattern = new RegExp(button.dataset.pattern ?? '', 'i')
  const { dialog, video, status } = open(words)
  /** @type {MediaStream | undefined} */
  let stream
  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop()
    dialog.remove()
    document.removeEventListener('visibilitychange', close)
    button.focus()
  }
  const close = () => document.hidden && dialog.close()
  dialog.addEventListener('close', stop)
  document.addEventListener('visibilitychange', close)
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
    // Closed while the browser asked for the permission.
    if (!dialog.open) return stop()
    video.srcObject = stream
    await video.play()
    status.textContent = words.looking
  } catch {
    status.textContent = words.noCamera
    return
  }
  while (dialog.open) {
    const codes = await detector.detect(video).catch(() => [])
    const found = codes.map(({ rawValue }) => pattern.exec(rawValue)?.[0]).find(Boolean)
    if (found && dialog.open) {
      dialog.close()
      return fill(button, found.trim(), words.found)
    }
    if (codes.length > 0) status.textContent = words.otherCode
    await new Promise(resolve => setTimeout(resolve, pauseMs))
  }
}

/** @param {Record<string, string>} words */
function open(words) {
  const [dialog, title, video, status, cancel] = [
    document.createElement('dialog'),
    document.createElement('h2'),
    document.createElement('video'),
    document.createElement('p'),
    document.createElement('button'),
  ]
  dialog.className = 'scan'
  title.id = 'scan-title'
  title.textContent = words.title ?? ''
  dialog.setAttribute('aria-labelledby', title.id)
  video.muted = true
  video.playsInline = true
  status.setAttribute('role', 'status')
  status.textContent = words.starting ?? ''
  cancel.type = 'button'
  cancel.className = 'quiet'
  cancel.textContent = words.cancel ?? ''
  cancel.addEventListener('click', () => dialog.close())
  dialog.append(title, video, status, cancel)
  document.body.append(dialog)
  dialog.showModal()
  return { dialog, video, status }
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} text
 * @param {string} sentence
 */
function fill(button, text, sentence) {
  const field = document.getElementById(button.dataset.scan ?? '')
  if (!(field instanceof HTMLInputElement)) return
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  announce(sentence.replace('{x}', text))
  const fields = [...(field.form?.elements ?? [])].filter(other =>
    other.matches('input:not([type=hidden]), button:not([type=button])'),
  )
  const next = fields[fields.indexOf(field) + 1]
  if (next instanceof HTMLElement) next.focus()
}
