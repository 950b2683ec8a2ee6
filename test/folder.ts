/** Runs files of tests in this process. Temporary folders are named after its words, so the files are not among them. */
import t from 'tap'

const files = process.env.TEST_FILES?.split(',') ?? []

// Until all are loaded, none runs.
t.test('loaded', async t => {
  for (const file of files) await import(`./${file}`)
  t.ok(files.length > 0)
})
