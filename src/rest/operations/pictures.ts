/** Handlers for pictures of sensors. */
import type { Context } from '../../context.ts'
import { keepPicture, offerUpload, readPicture, removePicture } from '../../sensors/picture/keep.ts'
import { FileAnswer } from '../contract/exchange.ts'
import type { Handlers } from '../contract/operation.ts'

/** Creates the handlers of the tag Pictures. */
export const pictures = ({ db, keys, policy }: Context) =>
  ({
    async offerUpload({ caller, body, origin }) {
      const sensor = body.sensor.toUpperCase()
      if (body.action === 'reset') {
        await removePicture(db, caller, sensor)
        return {}
      }
      return offerUpload(db, keys.uploads, caller, { sensor, base: policy.publicUrl ?? origin })
    },

    async keepPicture({ params, body }) {
      // Null without a body.
      await keepPicture(db, keys.uploads, params.token, body ?? Buffer.alloc(0))
      return {}
    },

    async readPicture({ params }) {
      return new FileAnswer(await readPicture(db, params.id))
    },
  }) satisfies Partial<Handlers>
