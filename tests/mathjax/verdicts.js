// Writes the verdict of MathJax before each formula of verdicts.tsv, given on standard input.

const {errorIn} = require('./parser.js')

const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(line => line)
for (const tex of lines.map(line => line.slice(line.indexOf('\t') + 1))) console.log(`${errorIn(tex) ?? '-'}\t${tex}`)
