/** How long requests and answers may take, as options of the server. */

/**
 * Ends a request that has not arrived after 30 s, which is noticed within 5 s more; and a connection on which nothing
 * moves for a minute, such as one whose client doesn't read the answer. One that waits for the next part of an export
 * stays (`connections.ts`).
 */
export const timeouts = {
  requestTimeout: 30_000,
  connectionTimeout: 60_000,
  http: {
    // Node swaps the two limits if this one is the longer, and then bodies get a minute.
    headersTimeout: 20_000,
    connectionsCheckingInterval: 5_000,
  },
}
