/** Fetches pages for the other scripts. */

const parser = new DOMParser()

/**
 * Fetches a page or sends a form. `to` is the URL after all redirects. Throws if the service cannot be reached.
 * @param {string} url
 * @param {URLSearchParams} [fields]
 * @param {AbortSignal} [signal]
 */
export async function fetchPage(url, fields, signal) {
  const answer = await fetch(url, {
    headers: { accept: 'text/html', 'x-fetched': 'part' },
    ...(fields && { method: 'POST', body: fields }),
    ...(signal && { signal }),
  })
  const page = parser.parseFromString(await answer.text(), 'text/html')
  return {
    status: answer.status,
    page,
    to: answer.url,
    isRedirected: answer.redirected,
    isSignedOut: answer.redirected && new URL(answer.url).pathname.startsWith('/app/sign-in'),
  }
}
