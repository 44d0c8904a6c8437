/**
 * Folds what a customer did not write anew: the quoted history at the end and the signature. Linear in the input. In
 * doubt it keeps: a visible quote costs a glance, a lost sentence costs a customer.
 */
import { type FoldedText, isBlank } from '../../../src/core/message.ts';

/** Text past this is shown as it is: no person wrote it. */
const LINES_MAX = 5_000;

/** A line that announces the quoted message; two lines may have been wrapped into one another. */
const WROTE =
  /^\s*(on|am|le|el|il|op|den|em)\b.{5,200}\b(wrote|schrieb|a [ée]crit|escribi[óo]|ha scritto|schreef|skrev|escreveu)\b.{0,120}:\s*$/i;
const DIVIDER =
  /^\s*-{2,}\s*(original message|urspr[üu]ngliche nachricht|message d'origine|mensaje original|messaggio originale|oorspronkelijk bericht|forwarded message)\s*-{2,}\s*$/i;
const FORWARD =
  /forwarded message|weitergeleitete nachricht|message transf[ée]r[ée]|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht/i;

export function foldText(text: string): { text: string; folded: FoldedText[] } {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  if (lines.length > LINES_MAX) return { text: text.trim(), folded: [] };
  const folded: FoldedText[] = [];
  let end = lines.length;
  const cut = (from: number, why: FoldedText['why']) => {
    const piece = lines.slice(from, end).join('\n').trim();
    if (piece) folded.unshift({ why, text: piece });
    end = from;
  };

  const quote = quoteStart(lines);
  if (quote !== null) cut(quote, 'quote');
  const signature = signatureStart(lines, end);
  if (signature !== null) cut(signature, 'signature');

  const kept = lines.slice(0, end).join('\n').trim();
  // Nothing left of a mail that said something: then it was no quote after all.
  if (isBlank(kept) && !isBlank(text)) return { text: text.trim(), folded: [] };
  return { text: kept, folded };
}

/** Where the history at the end begins; null when there is none, or when answers stand between its lines. */
function quoteStart(lines: string[]): number | null {
  const divider = lines.findIndex(line => DIVIDER.test(line) && !FORWARD.test(line));
  if (divider > 0) return divider;
  let at = lines.length;
  while (at > 0 && (isBlank(lines[at - 1]!) || lines[at - 1]!.startsWith('>'))) at--;
  const hasQuote = lines.slice(at).some(line => line.startsWith('>'));
  if (!hasQuote) return null;
  // An answer between the lines: everything stays.
  if (lines.slice(0, at).some(line => line.startsWith('>'))) return null;
  while (at < lines.length && isBlank(lines[at]!)) at++;
  const [before, one = ''] = [lines[at - 1] ?? '', lines[at - 2] ?? ''];
  if (WROTE.test(before)) return at - 1;
  if (WROTE.test(`${one} ${before.trim()}`)) return at - 2;
  const blank = at - 1 >= 0 && isBlank(lines[at - 1]!);
  if (blank) {
    let up = at - 1;
    while (up > 0 && isBlank(lines[up]!)) up--;
    if (WROTE.test(lines[up]!)) return up;
    if (up > 0 && WROTE.test(`${lines[up - 1]} ${lines[up]!.trim()}`)) return up - 1;
  }
  return at;
}

/** The standard delimiter "-- ", or what phones add; only near the end. */
function signatureStart(lines: string[], end: number): number | null {
  for (let i = end - 1; i >= Math.max(0, end - 12); i--) {
    if (/^-- ?$/.test(lines[i]!)) return i;
    if (
      /^(sent from my|von meinem .{2,20} gesendet|envoyé de mon|enviado desde mi|inviato da|verzonden vanaf)\b/i.test(
        lines[i]!,
      )
    )
      return i;
  }
  return null;
}
