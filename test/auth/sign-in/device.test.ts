/** Tests what a device is called. */
import t from 'tap'
import { deviceOf } from '../../../src/auth/sign-in/device.ts'
import { unknownDevice } from '../../../src/people/device-name.ts'

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64'
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'

t.test('browsers, by name and system, without a version', async t => {
  for (const [agent, device] of [
    [`${windows}; rv:133.0) Gecko/20100101 Firefox/133.0`, 'Firefox on Windows'],
    [`${windows}; rv:134.0) Gecko/20100101 Firefox/134.0`, 'Firefox on Windows'],
    [`${windows}) ${webkit} Chrome/131.0.0.0 Safari/537.36`, 'Chrome on Windows'],
    [`${windows}) ${webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`, 'Microsoft Edge on Windows'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari on iOS',
    ],
    [`Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/131.0.0.0 Mobile Safari/537.36`, 'Chrome on Android'],
  ] as const)
    t.equal(deviceOf(agent), device)
})

t.test('apps and programs, by what they call themselves', async t => {
  for (const [agent, device] of [
    ['Ruuvi%20Station/3.0.1 CFNetwork/1568.200.51 Darwin/24.1.0', 'Ruuvi Station on iOS'],
    ['okhttp/4.12.0', 'App on Android'],
    ['curl/8.5.0', 'curl'],
    ['python-requests/2.32.3', 'python-requests'],
    ['MyHome/1 CFNetwork/1568 Darwin/24', 'MyHome on Apple'],
  ] as const)
    t.equal(deviceOf(agent), device)
})

t.test('what is missing, strange or hostile is harmless in an email', async t => {
  for (const agent of [undefined, '', ' ', '\0', '💥', '<script>', '%s%n', '../../etc/passwd'])
    t.equal(deviceOf(agent), unknownDevice, String(agent))
  for (const agent of [
    'http://evil.example/',
    'evil.example/1.0',
    'www.evil.example',
    `Mozilla/5.0 (<a href="http://evil.example">; x) ${'x'.repeat(100_000)}`,
    `a${'b'.repeat(1_000)}`,
    'Mozilla/5.0 evil.example/7 (KHTML; visit http://evil.example)',
  ]) {
    const device = deviceOf(agent)
    t.match(device, /^[\w -]{1,64}$/, `${agent.slice(0, 40)}: ${device}`)
  }
})
