/** The page of a public sensor. */
import { html } from 'ghtml'
import { standardUnits } from '../../measurements/units.ts'
import { nameOr } from '../frame/names.ts'
import { Page } from '../frame/page.ts'
import { chartsPart } from '../sensor/chart/view.ts'
import { nowPart } from '../sensor/now.ts'
import { publicPathOf } from '../sensor/shown/place.ts'
import type { ShownSensor } from '../sensor/shown/read.ts'
import type { Measured } from '../sensor/view.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './words.ts'

/** Renders the page. It does not say whose the sensor is. */
export function publicPage(sensor: ShownSensor, measured: Measured, reader: Reader): Page {
  const words = texts[reader.language]
  const place = { path: publicPathOf(sensor.id), download: undefined }
  return new Page(
    reader,
    ['', nameOr(sensor.name, sensor.id), ''],
    html`<div class="about">
<p>!${sensor.name.trim() ? html`<span class="id">${sensor.id}</span> · ` : ''}${words.intro}</p>
</div>
!${nowPart(sensor, measured.latest, standardUnits, reader)}
!${measured.latest ? chartsPart(measured.charts, place, standardUnits, reader) : ''}`,
    measured.latest && measured.charts.range.isWrong ? 400 : 200,
  )
}
