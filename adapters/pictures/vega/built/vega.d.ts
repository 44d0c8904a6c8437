/** The types of what `npm run vega` builds. */
export { parse, View } from 'vega';
export { compile } from 'vega-lite';
