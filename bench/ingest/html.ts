/** HTML as mail programs write it: Outlook, Gmail, Apple Mail, and newsletters. */
import type { Chance } from './random.ts';
import { paragraph } from './words.ts';

/** One message of a conversation, newest first. */
export interface Turn {
  name: string;
  address: string;
  paragraphs: string[];
  signature: string[];
  at: Date;
  subject: string;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Word's style sheet, of which Outlook sends some 3 KB with each mail. */
const WORD_STYLES = `<style><!--
/* Font Definitions */
@font-face {font-family:"Cambria Math"; panose-1:2 4 5 3 5 4 6 3 2 4;}
@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}
@font-face {font-family:"Segoe UI"; panose-1:2 11 5 2 4 2 4 2 2 3;}
/* Style Definitions */
p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; margin-bottom:.0001pt; font-size:11.0pt; font-family:"Calibri",sans-serif; mso-fareast-language:EN-US;}
a:link, span.MsoHyperlink {mso-style-priority:99; color:#0563C1; text-decoration:underline;}
a:visited, span.MsoHyperlinkFollowed {mso-style-priority:99; color:#954F72; text-decoration:underline;}
p.msonormal0, li.msonormal0, div.msonormal0 {mso-style-name:msonormal; mso-margin-top-alt:auto; margin-right:0cm; mso-margin-bottom-alt:auto; margin-left:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}
span.EmailStyle18 {mso-style-type:personal; font-family:"Calibri",sans-serif; color:windowtext;}
span.EmailStyle20 {mso-style-type:personal-reply; font-family:"Calibri",sans-serif; color:windowtext;}
.MsoChpDefault {mso-style-type:export-only; font-size:10.0pt;}
@page WordSection1 {size:612.0pt 792.0pt; margin:70.85pt 70.85pt 2.0cm 70.85pt;}
div.WordSection1 {page:WordSection1;}
--></style><!--[if gte mso 9]><xml>
<o:shapedefaults v:ext="edit" spidmax="1026" />
</xml><![endif]--><!--[if gte mso 9]><xml>
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1" /></o:shapelayout></xml><![endif]-->`;

const mso = (text: string) =>
  `<p class="MsoNormal"><span lang="EN-GB" style="font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif;mso-fareast-language:EN-US">${text}<o:p></o:p></span></p>`;

/** @param picture what stands for a logo below the signature; '' for none */
export function outlook([first, ...earlier]: Turn[], picture: string): string {
  const blank = mso('&nbsp;');
  const words = (turn: Turn) =>
    [
      ...turn.paragraphs.flatMap(each => [mso(escaped(each)), blank]),
      ...turn.signature.map(
        line =>
          `<p class="MsoNormal"><b><span style="font-size:9.0pt;font-family:&quot;Segoe UI&quot;,sans-serif;color:#1F3864">${escaped(line)}</span></b><o:p></o:p></p>`,
      ),
    ].join('\r\n');
  const quotes = earlier
    .map(
      turn =>
        `<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b><span lang="EN-US">From:</span></b><span lang="EN-US"> ${escaped(turn.name)} &lt;${turn.address}&gt; <br><b>Sent:</b> ${turn.at.toUTCString().slice(0, 22)}<br><b>To:</b> help@shop.example<br><b>Subject:</b> ${escaped(turn.subject)}<o:p></o:p></span></p></div></div>${blank}${words(turn)}`,
    )
    .join('\r\n');
  return `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="Generator" content="Microsoft Word 15 (filtered medium)">${WORD_STYLES}</head><body lang="EN-GB" link="#0563C1" vlink="#954F72" style="word-wrap:break-word"><div class="WordSection1">${words(first!)}${picture}${quotes}</div></body></html>`;
}

/** A quote in a quote in a quote, as Gmail nests them. */
export function gmail([first, ...earlier]: Turn[], picture: string): string {
  const words = (turn: Turn) =>
    turn.paragraphs.map(each => `<div>${escaped(each)}</div>`).join('<div><br></div>') +
    `<div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">${turn.signature.map(line => `<div style="font-size:small;color:rgb(102,102,102)">${escaped(line)}</div>`).join('')}</div></div>`;
  const quote = earlier.reduceRight(
    (inner, turn) =>
      `<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On ${turn.at.toUTCString().slice(0, 16)} at ${turn.at.toISOString().slice(11, 16)}, ${escaped(turn.name)} &lt;<a href="mailto:${turn.address}" target="_blank">${turn.address}</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">${words(turn)}</div>${inner}</blockquote></div>`,
    '',
  );
  return `<div dir="ltr">${words(first!)}${picture}</div>${quote}`;
}

export function apple([first, ...earlier]: Turn[], picture: string): string {
  const words = (turn: Turn) =>
    [...turn.paragraphs, '', ...turn.signature]
      .map(each => (each ? `<div>${escaped(each)}</div>` : '<div><br></div>'))
      .join('');
  const quote = earlier.reduceRight(
    (inner, turn) =>
      `<div><br><blockquote type="cite"><div>On ${turn.at.getUTCDate()} May 2026, at ${turn.at.toISOString().slice(11, 16)}, ${escaped(turn.name)} &lt;${turn.address}&gt; wrote:</div><br class="Apple-interchange-newline"><div><meta charset="UTF-8"><div style="caret-color: rgb(0, 0, 0); font-family: Helvetica; font-size: 12px; font-style: normal; font-variant-caps: normal; font-weight: 400; letter-spacing: normal; text-align: start; text-indent: 0px; text-transform: none; white-space: normal; word-spacing: 0px;">${words(turn)}</div>${inner}</div></blockquote></div>`,
    '',
  );
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">${words(first!)}${picture}${quote}</body></html>`;
}

/** Tables in tables, a sheet, a hidden preheader, and links that are counted. */
export function newsletter(chance: Chance): string {
  const link = () =>
    `https://news.example/c/${chance.whole(1e8, 9e8)}/${chance.whole(1e8, 9e8)}?u=${chance.whole(1e8, 9e8)}`;
  const offer = () =>
    `<tr><td align="center" valign="top" style="padding:10px 20px 10px 20px;font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:20px;color:#333333;"><table border="0" cellpadding="0" cellspacing="0" width="100%"><tr><td width="180" class="col" style="padding-right:20px"><a href="${link()}"><img src="https://cdn.news.example/i/${chance.whole(1e6, 9e6)}.jpg" width="180" height="120" alt="Offer" border="0" style="display:block;"></a></td><td class="col" style="font-family:Arial,Helvetica,sans-serif;font-size:14px;color:#333333"><h3 style="margin:0;font-size:18px">${escaped(paragraph(chance).slice(0, 60))}</h3><p style="margin:0 0 10px 0">${escaped(paragraph(chance))}</p><a href="${link()}" style="background-color:#d13b2e;color:#ffffff;display:inline-block;padding:8px 16px;text-decoration:none;">Read more</a></td></tr></table></td></tr>`;
  const rows = Array.from({ length: chance.whole(6, 30) }, offer).join('\r\n');
  return `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html><head><meta charset="utf-8"><style type="text/css">body{margin:0;padding:0;background:#f4f4f4} .preheader{display:none !important;visibility:hidden;opacity:0;color:transparent;height:0;width:0} @media only screen and (max-width:600px){.col{display:block!important;width:100%!important}} a{color:#d13b2e} h3{color:#222222}</style></head><body><span class="preheader" style="display:none;font-size:1px;color:#f4f4f4;max-height:0px">${escaped(paragraph(chance))}</span><table border="0" cellpadding="0" cellspacing="0" width="100%" bgcolor="#f4f4f4"><tr><td align="center"><table border="0" cellpadding="0" cellspacing="0" width="600" bgcolor="#ffffff">${rows}<tr><td style="font-size:11px;color:#888888;padding:20px">You get this mail because you bought from us. <a href="${link()}">Unsubscribe</a></td></tr></table></td></tr></table></body></html>`;
}
