/** Signatures of gateways: the HMAC of a body with the gateway's secret. */

/** A body as it was sent, and the header that came with it. */
export type Signed = { body: Buffer; signature: string | undefined }
