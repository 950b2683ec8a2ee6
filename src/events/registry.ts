/** The followers of a process, and how many each person may have. */
import type { Caller } from '../people/caller.ts'
import { tooMany } from '../refusal.ts'
import type { Follower, Listener } from './follower.ts'
import { parsePosition } from './windows.ts'

/** The followers of a process. */
export type Registry = ReturnType<typeof openRegistry>

/** Opens it; `onEmpty` is called when the last follower has left. */
export function openRegistry({ mostOfOne, most }: { mostOfOne: number; most: number }, onEmpty: () => void) {
  /** Followers per person, including those who wait for admission. */
  const counts = new Map<number, number>()
  let total = 0
  const admitted = new Map<number, Set<Follower>>()

  function leave(follower: Follower) {
    if (follower.hasLeft) return
    follower.hasLeft = true
    const { id } = follower.caller
    const count = (counts.get(id) ?? 0) - 1
    if (count > 0) counts.set(id, count)
    else counts.delete(id)
    total--
    const theirs = admitted.get(id)
    theirs?.delete(follower)
    if (theirs?.size === 0) admitted.delete(id)
    if (total === 0) onEmpty()
  }

  return {
    /** Includes those who wait for admission. */
    count: () => total,
    /** The people who get events. */
    people: () => [...admitted.keys()],
    of: (person: number) => [...(admitted.get(person) ?? [])],
    all: () => [...admitted.values()].flatMap(theirs => [...theirs]),

    /** Counts a follower, who gets nothing yet. Refuses with `tooMany`. */
    enter(caller: Caller, lastId: string | undefined, listener: Listener): Follower {
      const count = counts.get(caller.id) ?? 0
      if (count >= mostOfOne || total >= most) throw tooMany(10)
      counts.set(caller.id, count + 1)
      total++
      const isReturning = lastId !== undefined
      const since = isReturning ? parsePosition(lastId) : null
      return { caller, listener, since, isReturning, held: null, hasLeft: false }
    },

    /** Lets a follower get events from now on. */
    admit(follower: Follower) {
      const theirs = admitted.get(follower.caller.id)
      if (theirs) theirs.add(follower)
      else admitted.set(follower.caller.id, new Set([follower]))
    },

    leave,

    end(follower: Follower) {
      leave(follower)
      follower.listener.end()
    },
  }
}
