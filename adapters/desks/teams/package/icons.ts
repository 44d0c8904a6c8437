/** The app's two icons: a speech bubble with a tick, for an answered enquiry. */
import { Resvg } from '@resvg/resvg-js';

export const ACCENT = '#1f4d3a';

/** Teams cuts the corners off and shows the middle 120 px of 192 everywhere. */
const COLOR = `<svg xmlns="http://www.w3.org/2000/svg" width="192" height="192">
<rect width="192" height="192" fill="${ACCENT}"/>
<path d="M52 50h88a14 14 0 0 1 14 14v50a14 14 0 0 1-14 14h-52l-26 22v-22h-10a14 14 0 0 1-14-14v-50a14 14 0 0 1 14-14z"
 fill="#fff"/>
<path d="M72 90l17 17 34-36" fill="none" stroke="${ACCENT}" stroke-width="12" stroke-linecap="round" stroke-linejoin="round"/>
</svg>`;

/** White on nothing, and nothing else: Teams colours it. */
const OUTLINE = `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32">
<g fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
<path d="M7 5h18a4 4 0 0 1 4 4v11a4 4 0 0 1-4 4h-9.5l-6 5v-5h-2.5a4 4 0 0 1-4-4v-11a4 4 0 0 1 4-4z"/>
<path d="M11.5 14.5l3.2 3.2 6.3-6.4"/>
</g></svg>`;

export function drawIcons(): { color: Buffer; outline: Buffer } {
  return { color: new Resvg(COLOR).render().asPng(), outline: new Resvg(OUTLINE).render().asPng() };
}
