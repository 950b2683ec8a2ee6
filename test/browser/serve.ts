/** The service as a browser reaches it: it listens, and its letters come into its mailbox. */
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { makeLinks } from '../../src/auth/entrance/tokens.ts'
import type { Database } from '../../src/db/open.ts'
import { deriveKeys, unseal } from '../../src/keys.ts'
import { openCourier } from '../../src/mail/courier/courier.ts'
import { mailbox } from '../../src/mail/transports/mailbox.ts'
import { eventually } from '../support/service.ts'

export async function serve({ app, db, secret }: { app: FastifyInstance; db: Database; secret: string }) {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const links = await makeLinks(secret, url)
  const { sealing } = deriveKeys(secret).codes
  const courier = openCourier({
    db,
    mailer: mailbox(db),
    links,
    openCode: sealed => unseal(sealing, sealed),
    log: pino({ level: 'silent' }),
    pollMs: 100,
  })
  /** Resolves when no letter is owed any more. */
  async function sent() {
    const owed = () =>
      db.selectFrom('letters').select('id').where('state', 'in', ['queued', 'sending']).executeTakeFirst()
    await eventually('no letter is owed', async () => !(await owed()))
  }

  return { url, links, courier, sent }
}
