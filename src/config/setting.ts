/** What the parts of the settings share: how a setting is described, and where mistakes are collected. */

/**
 * A setting. A test compares each `description` with docs/configuration.md and .env.example. `expected` completes the
 * error message for a wrong value.
 */
export type Setting = {
  type: 'string' | 'integer'
  default?: string | number
  enum?: readonly string[]
  pattern?: string
  minimum?: number
  maximum?: number
  description: string
  expected: string
}

/** The values of settings after the check: numbers are numbers, and defaults are filled in. */
export type Checked<Settings extends Record<string, Setting>> = {
  [Name in keyof Settings as Settings[Name] extends { default: unknown } ? Name : never]: ValueOf<Settings[Name]>
} & {
  [Name in keyof Settings as Settings[Name] extends { default: unknown } ? never : Name]?: ValueOf<Settings[Name]>
}

type ValueOf<One extends Setting> = One extends { type: 'integer' }
  ? number
  : One extends { enum: readonly (infer Choice)[] }
    ? Choice
    : string

/** The environment, without blank values. */
export type Values = Partial<Record<string, string>>

/** The mistakes that were found, a sentence each. */
export class Mistakes extends Set<string> {
  /** Adds that a setting has a wrong value. */
  invalid(name: string, { expected }: Setting) {
    this.add(`${name} is invalid. Expected: ${expected}.`)
  }
}

/** Checks whether a host is this machine itself. */
export const isThisMachine = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host)
