/** Links and names that work only inside the company. Pure. */

/** Where a link leads that customers cannot open. */
const PLACES: readonly RegExp[] = [
  /<(?:[@#][UWCGS][A-Z0-9]{5,}|!subteam\^)[^>\n]{0,60}>/g,
  /(?<![\w.-])(?!(?:api|status|www|get|docs|my)\.)[\w-]{1,60}\.slack\.com\/[^\s]*/gi,
  /<at>[^<\n]{1,60}<\/at>/gi,
  /(?<![\w\\])[D-Z]:\\[^\s\\]{2,}[^\s]*/g,
  /(?<![\w.])slack\.com\/(?:archives|client|files|team)[^\s]*/gi,
  /\bslack:\/\/[^\s]+|\bmsteams:\/[^\s]+/gi,
  /\bteams\.(?:microsoft|live)\.com\/(?!l\/meetup-join|meet\/|dl\/launcher\/launcher\.html\?url=%2f_%23%2fl%2fmeetup)(?:l|_|v2|#)[^\s]*/gi,
  /\b[\w-]{1,60}\.sharepoint(?:-df)?\.(?:com|us|cn|de)\b[^\s]*/gi,
  /(?<![\w.@-])(?:https?:\/\/)?(?:[\w-]{1,60}\.){1,6}(?:internal|intranet|corp|lan|localdomain|home\.arpa)(?![\w.-]*\w)[^\s]*/gi,
  /\bhttps?:\/\/(?:[\w-]{1,60}\.){1,6}(?:local|test|private|home)\b(?!\.)[^\s]*/gi,
  /(?<![\w.@-])(?:[\w-]{1,60}\.){1,6}local(?=[/:][\w/])[^\s]*/gi,
  /(?<![\w.@-])(?:https?:\/\/)?(?:intranet|extranet|wiki|jira|confluence|sharepoint|staging|backoffice|back-office|internal|intern|vpn|jenkins|grafana|kibana|phpmyadmin)\.[\w-]{1,60}\.[a-z]{2,}[^\s]*/gi,
  /\b[\w-]{1,60}\.atlassian\.net\b[^\s]*|\b(?:linear\.app|app\.asana\.com|trello\.com\/[bc]|app\.clickup\.com)\/[^\s]*/gi,
  /\bhttps?:\/\/(?!localhost\b)[a-z][\w-]{1,60}(?::\d{2,5})?(?=[/\s]|$)[^\s]*/gi,
  /(?<![\w.-])(?:https?:\/\/)?localhost(?::\d{2,5}|\/)[^\s]*|\bhttps?:\/\/localhost\b/gi,
  /\bfile:\/\/[^\s]+|\bsmb:\/\/[^\s]+|(?<![\w\\])\\\\[\w.-]{2,60}\\[^\s]+/gi,
  /\b(?:admin\.shopify\.com|[\w-]{1,60}\.myshopify\.com\/admin|dashboard\.stripe\.com|mail\.google\.com\/mail|outlook\.office(?:365)?\.com\/mail|console\.aws\.amazon\.com|portal\.azure\.com|app\.hubspot\.com|[\w-]{1,60}\.zendesk\.com\/agent|[\w-]{1,60}\.lightning\.force\.com)\b[^\s]*/gi,
  /\bhttps?:\/\/[\w.-]{2,80}\/(?:wp-admin|wp-login\.php|administrator|admin)(?![\w-])[^\s]*/gi,
];
/** RFC 1918, RFC 3927, RFC 4193 and the machine itself. */
const ADDRESS =
  /(?<![\d.])(?:10\.\d{1,3}\.\d{1,3}\.\d{1,3}|127\.0\.0\.\d{1,3}|192\.168\.\d{1,3}\.\d{1,3}|169\.254\.\d{1,3}\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])\.\d{1,3}\.\d{1,3})(?!\.?\d)|\bf[cd][0-9a-f]{2}:(?:[0-9a-f]{0,4}:){1,6}[0-9a-f]{1,4}\b/gi;

/** @param known what the customer or the thread had before: their own words are theirs @returns the link, or null */
export function internalIn(text: string, known: string): string | null {
  for (const place of PLACES) {
    for (const [whole] of text.matchAll(place)) {
      const bare = whole.replace(/[).,;:!?'"\]]+$/, '');
      if (!known.includes(bare)) return bare;
    }
  }
  for (const found of text.matchAll(ADDRESS)) {
    const isVersion = /(version|release|firmware|build|v)\.?\s{0,2}$/i.test(
      text.slice(Math.max(0, found.index - 12), found.index),
    );
    if (!isVersion && !known.includes(found[0])) return found[0];
  }
  return null;
}
