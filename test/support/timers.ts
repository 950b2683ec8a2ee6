/** Timers that run out when a test says so, not when the time is over: however long anything takes changes nothing. */
import { Socket } from 'node:net'
import type { Test } from 'tap'

/** Holds timers that are set from now on, of sockets and signals too, until the test runs them out: those of so many milliseconds. */
export function holdTimers(t: Test, ...which: number[]) {
  return holdTimersThat(t, ms => which.includes(ms))
}

/** The same with those whose milliseconds are not known beforehand. */
export function holdTimersThat(t: Test, isHeld: (ms: number) => boolean) {
  const held = new Map<unknown, () => void>()
  const { setTimeout: set, clearTimeout: clear, setInterval: repeat, clearInterval: clearRepeat } = globalThis
  const { timeout } = AbortSignal
  // biome-ignore lint/complexity/useLiteralKeys: it is called as a method of sockets.
  const setOnSocket = Socket.prototype['setTimeout']

  /** A timer in place of the one that was asked for, which never runs out. */
  function hold(work: () => void): NodeJS.Timeout {
    const timer = set(() => {}, 2 ** 31 - 1).unref()
    held.set(timer, work)
    return timer
  }

  t.intercept(globalThis, 'setTimeout', {
    value: Object.assign((work: (...words: unknown[]) => void, delay?: number, ...words: unknown[]) => {
      if (!isHeld(delay ?? 0)) return set(work, delay, ...words)
      const timer = hold(() => {
        held.delete(timer)
        work(...words)
      })
      return timer
    }, set),
  })
  t.intercept(globalThis, 'clearTimeout', {
    value(timer: NodeJS.Timeout | undefined) {
      held.delete(timer)
      clear(timer)
    },
  })
  t.intercept(globalThis, 'setInterval', {
    value: (work: (...words: unknown[]) => void, delay?: number, ...words: unknown[]) =>
      isHeld(delay ?? 0) ? hold(() => work(...words)) : repeat(work, delay, ...words),
  })
  t.intercept(globalThis, 'clearInterval', {
    value(timer: NodeJS.Timeout | undefined) {
      held.delete(timer)
      clearRepeat(timer)
    },
  })
  t.intercept(AbortSignal, 'timeout', {
    value(delay: number) {
      if (!isHeld(delay)) return timeout.call(AbortSignal, delay)
      const controller = new AbortController()
      held.set(controller, () => {
        held.delete(controller)
        controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
      })
      return controller.signal
    },
  })
  t.intercept(Socket.prototype, 'setTimeout', {
    value(this: Socket, delay: number, work?: () => void) {
      held.delete(this)
      if (!isHeld(delay)) return setOnSocket.call(this, delay, work)
      held.set(this, () => this.emit('timeout'))
      if (work) this.once('timeout', work)
      return this
    },
  })

  return {
    /** How many have been set and have not run out. */
    count: () => held.size,
    runOut() {
      for (const work of [...held.values()]) work()
    },
  }
}
