// MathJax's own parser, with the packages that Anki loads: the id of the error that it finds in a formula, or null.
// Anki loads MathJax 3.2.2 (js/vendor/mathjax/tex-chtml-full.js in aqt 26.9.3) with all packages, of which js/mathjax.js
// removes 'textmacros'. 'noerrors' and 'noundefined' show the source of a wrong formula, and unknown commands in red.

const {TeX} = require('mathjax-full/js/input/tex.js')
const {CHTML} = require('mathjax-full/js/output/chtml.js')
const {liteAdaptor} = require('mathjax-full/js/adaptors/liteAdaptor.js')
const {RegisterHTMLHandler} = require('mathjax-full/js/handlers/html.js')
const {mathjax} = require('mathjax-full/js/mathjax.js')
const {AllPackages} = require('mathjax-full/js/input/tex/AllPackages.js')

const CONVERTED = 20 // MathJax's STATE.COMPILED: parsed, and not typeset
const packages = AllPackages.filter(name => !['noerrors', 'noundefined', 'textmacros'].includes(name))
RegisterHTMLHandler(liteAdaptor())

function errorIn(tex) {
  const input = new TeX({packages, formatError: (_, error) => { throw error }})
  const document = mathjax.document('', {InputJax: input, OutputJax: new CHTML()})
  try {
    document.convert(tex, {display: true, end: CONVERTED})
    return null
  } catch (error) {
    return error.id || error.name
  }
}

module.exports = {errorIn, packages, version: mathjax.version}
