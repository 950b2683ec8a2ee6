import t from 'tap'
import { canonicalEmail, emailPattern, isEmail, maskEmail } from '../../src/people/email.ts'

t.test('addresses', async t => {
  for (const text of [
    'someone@example.com',
    'Some.One+tag@Sub.Example.CO.UK',
    'a@b.fi',
    "o'brien!#$%&*/=?^_`{|}~-@example.com",
    '1@1.example',
    'someone@xn--strae-oqa.example',
    `${'a'.repeat(64)}@example.com`,
    `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`.slice(-254),
  ]) {
    t.equal(isEmail(text), true, text)
  }
})

t.test('no addresses', async t => {
  for (const text of [
    '',
    ' ',
    'someone',
    '@example.com',
    'someone@',
    'someone@example',
    'someone@@example.com',
    'some one@example.com',
    ' someone@example.com',
    'someone@example.com ',
    'someone@example.com\n',
    'someone@example.com\r\nBcc: other@example.com',
    'someone@example.com\0',
    'some\0one@example.com',
    '.someone@example.com',
    'someone.@example.com',
    'some..one@example.com',
    'someone@-example.com',
    'someone@example-.com',
    'someone@.example.com',
    'someone@example..com',
    'someone@[127.0.0.1]',
    '"some one"@example.com',
    'Someone <someone@example.com>',
    'someone@example.com,other@example.com',
    'sömeone@example.com',
    'someone@exämple.com',
    'some😀one@example.com',
    'someone@example.com\ud800',
    // They would become an ASCII k and s in lower or upper case.
    '\u212aate@example.com',
    '\u017fam@example.com',
    `${'a'.repeat(65)}@example.com`,
    `someone@${`${'b'.repeat(49)}.`.repeat(5)}example`,
    `${'a'.repeat(1_000_000)}@example.com`,
  ]) {
    t.equal(isEmail(text), false, text.slice(0, 80))
  }
})

t.test('254 characters are an address, 255 are none', async t => {
  const long = (length: number) => `someone@${'b.'.repeat(100)}`.padEnd(length, 'c')
  t.equal(isEmail(long(254)), true)
  t.equal(isEmail(long(255)), false)
})

t.test('the hardest texts of allowed length are checked, longer ones not even looked at', async t => {
  const looked: number[] = []
  const { test } = emailPattern
  t.intercept(emailPattern, 'test', {
    value(text: string) {
      looked.push(text.length)
      return test.call(emailPattern, text)
    },
  })
  for (const text of [
    `a@${'b'.repeat(252)}`,
    `a@${'b-'.repeat(126)}`,
    `a@${'b.'.repeat(126)}`,
    `${'a.'.repeat(32)}@b`,
  ]) {
    t.equal(isEmail(text), false)
    t.equal(isEmail(`${text}${'b'.repeat(255 - text.length)}`), false, 'too long')
    t.equal(isEmail('a'.repeat(65) + text), false, 'too long before the @')
  }
  // How the work grows with the length is looked at in patterns.test.ts.
  t.strictSame(looked, [254, 254, 254, 66])
})

t.test('an address is kept in lower case; nothing else about it changes', async t => {
  t.equal(canonicalEmail('Some.One+Tag@EXAMPLE.com'), 'some.one+tag@example.com')
})

t.test('a masked address shows its first letter and its domain', async t => {
  for (const [email, shown] of [
    ['peter3@example.com', 'p***3@e***e.com'],
    ['olivia.o+tag@mail.example.co.uk', 'o***g@m***o.uk'],
    ['o@example.com', 'o***@e***e.com'],
    ['ab@x.fi', 'a***@x***.fi'],
  ] as const)
    t.equal(maskEmail(email), shown)
})
