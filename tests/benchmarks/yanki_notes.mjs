// Markdown files to notes as yanki reads them, without Anki: node yanki_notes.mjs ENVIRONMENT FOLDER OUT
import { readdir, readFile, writeFile } from 'node:fs/promises'

const [environment, folder, out] = process.argv.slice(2)
const { getNoteFromMarkdown } = await import(`${environment}/node_modules/yanki/dist/lib/index.js`)
for (const deck of await readdir(folder)) {
  const notes = []
  for (const name of (await readdir(`${folder}/${deck}`)).sort()) {
    const note = await getNoteFromMarkdown(await readFile(`${folder}/${deck}/${name}`, 'utf8'))
    notes.push(`${JSON.stringify(note)}\n`)
  }
  await writeFile(`${out}/${deck}.jsonl`, notes.join(''))
}
