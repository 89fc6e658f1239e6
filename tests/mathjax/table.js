// Writes flashcards/text/tex/mathjax.json: the commands, environments and delimiters of MathJax's parser.
// How a command reads its arguments is found by asking the parser.

const {errorIn, packages, version} = require('./parser.js')
const {ConfigurationHandler} = require('mathjax-full/js/input/tex/Configuration.js')
const {MapHandler} = require('mathjax-full/js/input/tex/MapHandler.js')

const MOST = 9
const RAW = ['ce', 'pu'] // chemistry has a grammar of its own

function names(kind) {
  const maps = packages.flatMap(name => ConfigurationHandler.get(name).handler[kind] || []).map(MapHandler.getMap)
  return [...new Set(maps.flatMap(map => [...(map?.map?.keys() ?? [])]))].sort()
}

function count(begin) {
  let arguments_ = 0
  while (arguments_ < MOST && errorIn(begin + '{1}'.repeat(arguments_)) === 'MissingArgFor') arguments_++
  return arguments_ === MOST ? 0 : arguments_
}

// 'm' for maths, 'a' for maths in columns, 'r' for what is neither, such as text or a colour
function kind(name, at, total) {
  const filled = inner => '\\' + name + '{1}'.repeat(at) + `{${inner}}` + '{1}'.repeat(total - at - 1)
  if (RAW.includes(name)) return 'r'
  if (errorIn(filled('a^b^c')) === 'DoubleExponent') return errorIn(filled('a & b')) === 'Misplaced' ? 'm' : 'a'
  return 'r'
}

// '?' for an argument in square brackets, and a letter for each that is required; '.' for none
function signature(name) {
  const total = count('\\' + name)
  const bracket = errorIn(`\\${name}[`) === 'MissingCloseBracket' ? '?' : ''
  return bracket + [...Array(total).keys()].map(at => kind(name, at, total)).join('') || '.'
}

function grouped(entries) {
  const groups = {}
  for (const [name, group] of entries) (groups[group] ??= []).push(name)
  return Object.fromEntries(Object.keys(groups).sort().map(group => [group, groups[group].join(' ')]))
}

function environment(name) {
  const begin = `\\begin{${name}}`
  const total = count(begin)
  const bracket = errorIn(`${begin}[`) === 'MissingCloseBracket' ? '?' : ''
  const isTable = errorIn(`${begin}${'{1}'.repeat(total)} a & b\\end{${name}}`) !== 'Misplaced'
  return bracket + 'r'.repeat(total) + (isTable ? '&' : '') || '.'
}

const commands = names('macro').filter(name => /^([A-Za-z]+|[^A-Za-z])$/.test(name) && name !== ' ')
const known = commands.filter(name => errorIn('\\' + name) !== 'UndefinedControlSequence')
const table = {
  source: `made from the parser of mathjax-full ${version} (https://github.com/mathjax/MathJax-src, Apache-2.0)`,
  commands: grouped(known.map(name => [name, signature(name)])),
  environments: grouped(names('environment').filter(name => /^[A-Za-z]/.test(name)).map(name => [name, environment(name)])),
  delimiters: names('delimiter').join(' '),
}
console.log(JSON.stringify(table, null, 1))
