/** Tells what people may do with sensors: for other services, at any rate, and never from memory. */
import type { Database } from '../db/open.ts'

/** `person` is an address. */
export type Question = { person: string; sensor: string; channel?: string | undefined }

export type Access = {
  role: 'owner' | 'guest' | 'public' | null
  channels: string[] | null
  scripting: boolean
  expiresAt: string | null
  why: { owner: string; guest: string | null; since: string } | null
}

/** Answers in the order of the questions. */
export async function checkAccess(_db: Database, _questions: Question[]): Promise<Access[]> {
  throw new Error('to be written')
}
