/** What Prometheus reads. */
import type { Waiting } from '../mail/waiting.ts'

/** Writes metrics in Prometheus' text format. */
export function metricsOf(waiting: Waiting[], followers: number): string {
  const of = (name: string, help: string, value: (line: Waiting) => number) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...waiting.map(line => `${name}{state="${line.state}"} ${value(line)}`),
  ]
  return [
    ...of('sensor_share_letters', 'Letters that are not finished.', ({ letters }) => letters),
    ...of(
      'sensor_share_letters_due_seconds',
      'For how long the letter that is due longest has been due.',
      ({ seconds }) => Math.round(seconds),
    ),
    '# HELP sensor_share_followers Streams of events that are open in this process.',
    '# TYPE sensor_share_followers gauge',
    `sensor_share_followers ${followers}`,
    '',
  ].join('\n')
}
