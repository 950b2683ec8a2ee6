/** `npm run operator -- …`: gives an order directly to the database of the settings. */
import { openConfigured } from '../database.ts'
import { explain } from '../explain.ts'
import { signingSecrets } from '../keys.ts'
import { help, type Order, readOrder } from './orders.ts'
import { readSettings } from './settings.ts'

try {
  const order = readOrder(process.argv.slice(2))
  console.log(order ? await onDatabase(order) : help)
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}

async function onDatabase(order: Order): Promise<string> {
  const config = readSettings()
  const db = await openConfigured(config)
  try {
    return await order(db, { secrets: await signingSecrets(config), sessionDays: config.sessionDays })
  } finally {
    await db.destroy()
  }
}
