/** How long a request may take to arrive, as options of the server. */

/** Ends a request that has not arrived after 30 s, which is noticed within 5 s more. */
export const timeouts = {
  requestTimeout: 30_000,
  http: {
    // Node swaps the two limits if this one is the longer, and then bodies get a minute.
    headersTimeout: 20_000,
    connectionsCheckingInterval: 5_000,
  },
}
