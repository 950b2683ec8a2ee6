/** The followers who wait until the reader has reached a position after which they get all events. */
import type { Follower } from './follower.ts'

/** Followers who wait. */
export type Admission = ReturnType<typeof openAdmission>

type Waiting = { follower: Follower; resolve: () => void; reject: (reason: unknown) => void }

/** Opens it, with nobody in it. */
export function openAdmission() {
  const waiting: Waiting[] = []
  /** Followers to admit as soon as the window that is being read has been sent. */
  const joining: Waiting[] = []

  return {
    /** Resolves when the follower is admitted, or has been turned away because the process ends. */
    wait: (follower: Follower) => new Promise<void>((resolve, reject) => waiting.push({ follower, resolve, reject })),

    /** Makes those who wait join after the next window, so that its horizon is newer than their position. */
    beginWindow() {
      joining.push(...waiting.splice(0))
    },

    admitJoining(admit: (follower: Follower) => void) {
      for (const { follower, resolve } of joining.splice(0)) {
        admit(follower)
        resolve()
      }
    },

    rejectJoining(error: unknown, leave: (follower: Follower) => void) {
      for (const { follower, reject } of joining.splice(0)) {
        leave(follower)
        reject(error)
      }
    },

    endAll(end: (follower: Follower) => void) {
      for (const { follower, resolve } of [...joining.splice(0), ...waiting.splice(0)]) {
        end(follower)
        resolve()
      }
    },
  }
}
