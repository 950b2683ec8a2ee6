import fc from 'fast-check'
import { analyse } from 'scslre'
import t from 'tap'
import { deviceIdPattern, macPattern, scannedMac } from '../../../src/web/scan/label.ts'

const mac = 'C6:F1:E7:D3:DA:11'
const id = '01:23:45:67:89:AB:CD:EF'

t.test('a MAC address in any spelling, and the first one on a label', async t => {
  const spellings = [
    mac,
    mac.toLowerCase(),
    'C6F1E7D3DA11',
    'c6-f1-e7-d3-da-11',
    'C6 F1 E7 D3 DA 11',
    'C6.F1.E7.D3.DA.11',
  ]
  for (const text of [
    ...spellings,
    ...spellings.map(spelling => ` ${spelling}\n`),
    ...spellings.map(spelling => `MAC: ${spelling}`),
    ...spellings.map(spelling => `MAC ${spelling}`),
    ...spellings.map(spelling => `ID: ${id}\nMAC: ${spelling}\nPW: 0123`),
    ...spellings.map(spelling => `ID: ${id.replaceAll(':', '')}\r\nMAC: ${spelling}`),
    `MAC: ${mac}\nMAC: 00:00:00:00:00:01`,
    `RuuviTag ${mac}, made in Finland`,
    `https://ruuvi.com/?mac=${mac}&x=1`,
    'C6–F1–E7–D3–DA–11',
  ]) {
    t.equal(scannedMac(text), mac, JSON.stringify(text))
  }
})

t.test('nothing else is one', async t => {
  for (const text of [
    '',
    'sauna',
    id,
    id.replaceAll(':', ' '),
    id.replaceAll(':', ''),
    `ID: ${id}`,
    `${mac}:00`,
    `X${mac}`,
    `${mac}X`,
    'C6:F1-E7:D3-DA:11',
    'C6:F1:E7:D3:DA',
    '6417182000016',
  ]) {
    t.equal(scannedMac(text), undefined, text)
  }
  fc.assert(fc.property(fc.string(), text => [undefined, 17].includes(scannedMac(text)?.length)))
})

t.test('the patterns take time in proportion to the text', async t => {
  for (const source of [macPattern, deviceIdPattern]) t.strictSame(analyse({ source, flags: 'i' }).reports, [])
})
