/** The shell and the escaping of every HTML page we write. Pure. */

interface Page {
  title: string;
  /** Inside `main`, as HTML: what is not ours in it was escaped. */
  body: string;
  style: string;
  /** More for the head, as HTML. */
  head?: string;
  /** Absent: English. */
  language?: string;
  /** Read from right to left. */
  rtl?: boolean;
}

/** The title stands above the body too, as a heading. */
export function pageHtml({ title, body, style, head = '', language = 'en', rtl = false }: Page): string {
  const safe = escapedHtml(title);
  return `<!doctype html><html lang="${language}"${rtl ? ' dir="rtl"' : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">${head}<title>${safe}</title><style>${style}</style></head><body><main><h1>${safe}</h1>${body}</main></body></html>`;
}

/** Harmless between tags and in an attribute in double quotes. */
export function escapedHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
