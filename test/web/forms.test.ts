/** Whatever changes something under /app must come from a form of ours. */
import t from 'tap'
import { openHouse } from '../support/house.ts'

t.test("403 every POST without its proof, or with somebody else's", async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'] })
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sensor = await house.sensor(olivia)
  const cookies = (token: string) => ({ sensor_share: token, sensor_share_forms: 'x'.repeat(24) })
  const garys = await house.app.inject({ url: '/app', cookies: { sensor_share: gary.token } })
  const [, proof = ''] = /name="_csrf" value="([^"]+)"/.exec(garys.payload) ?? []
  const forms = garys.cookies.find(({ name }) => name === 'sensor_share_forms')?.value ?? ''
  t.ok(proof && forms)

  const paths = pathsOfForms(house.app.printRoutes({ commonPrefix: false }))
  t.ok(paths.length > 20, `${paths.length} of them`)
  for (const path of paths.filter(path => !path.includes('*'))) {
    const url = path.replace(':id', sensor)
    const post = (sent: Record<string, string>, with_: Record<string, string>) =>
      house.app.inject({
        method: 'POST',
        url,
        cookies: with_,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ sensor, email: 'olivia@example.com', ...sent }).toString(),
      })
    t.equal((await post({}, cookies(olivia.token))).statusCode, 403, `${path} without`)
    const taken = { sensor_share: olivia.token, sensor_share_forms: forms }
    if (!path.startsWith('/app/sign-in')) {
      t.equal((await post({ _csrf: proof }, taken)).statusCode, 403, `${path} with Gary's`)
    }
  }
  t.equal((await house.db.selectFrom('events').select('id').execute()).length, 0, 'nothing has happened')
})

/** Reads the paths under /app that take a POST from the tree of routes, where each line goes on from the one that it hangs on. */
function pathsOfForms(tree: string): string[] {
  const above: string[] = []
  return tree.split('\n').flatMap(line => {
    const [, indent, part = '', methods = ''] = /^([\s│]*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(line) ?? []
    if (indent === undefined) return []
    above.length = indent.length / 4
    above.push(part)
    const path = above.join('')
    return path.startsWith('/app') && methods.split(', ').includes('POST') ? [path] : []
  })
}
