/** The pages of the demo mailbox: the list of what customers got, and one mail with its headers, HTML and text. */
import { escapedHtml, pageHtml } from '../../../../src/core/html.ts';

export interface DemoMail {
  /** 1, 2, 3 ... as they arrived. */
  n: number;
  to: string;
  from: string;
  subject: string;
  text: string;
  /** Null for a mail without HTML. */
  html: string | null;
  /** As they came, in their order. */
  headers: string[];
  messageId: string | null;
  /** Names of what was attached. */
  files: string[];
  at: Date;
}

const LIST = '/demo/mailbox';
/** Only where the desk is at the root of the same server. */
const toDesk = (deskIsHere: boolean) => (deskIsHere ? '<a href="/">‹ Practice desk</a>' : '');

/** Loads the list again when another mail came: nobody is thrown back to its top for nothing. */
export const WATCH = `const seen=Number(document.querySelector('ul')?.dataset.newest??0);setInterval(async()=>{try{const all=await(await fetch('${LIST}.json')).json();if((all[0]?.n??0)!==seen)location.reload()}catch{}},5000)`;

export function listPage(mails: readonly DemoMail[], deskIsHere: boolean): string {
  const rows = mails
    .map(
      mail => `<li><a class="mail" href="${LIST}?mail=${mail.n}"><span class="who">To ${escapedHtml(mail.to)} · ${timeOf(mail)}</span>
<strong dir="auto">${escapedHtml(mail.subject)}</strong><span class="start" dir="auto">${escapedHtml(mail.text.slice(0, 200))}</span></a></li>`,
    )
    .join('\n');
  return pageHtml({
    title: "Customers' mailbox",
    style: STYLE,
    body: `<nav>${toDesk(deskIsHere)}</nav><p class="who">What the demo's customers got by email. Each of these went over SMTP, like a real mail. New ones appear by themselves.</p>
${mails.length ? `<ul data-newest="${mails[0]?.n}">${rows}</ul>` : '<p>Nothing yet. Claim an enquiry that came by email, answer it, and look here again.</p>'}<script>${WATCH}</script>`,
  });
}

/** Its HTML is shown as a mail program shows it: without scripts, without anything from elsewhere. */
export function mailPage(mail: DemoMail, deskIsHere: boolean): string {
  const named: [string, string][] = [
    ['From', mail.from],
    ['To', mail.to],
    ['Date', mail.at.toUTCString()],
    ...(mail.files.length ? ([['Attached', mail.files.join(', ')]] as [string, string][]) : []),
  ];
  const head = named.map(([name, value]) => `<dt>${name}</dt><dd>${escapedHtml(value)}</dd>`).join('');
  const text = `<pre dir="auto">${escapedHtml(mail.text)}</pre>`;
  return pageHtml({
    title: mail.subject || 'A mail without a subject',
    style: STYLE,
    body: `<nav><a href="${LIST}">‹ All mails</a> ${toDesk(deskIsHere)}</nav><dl>${head}</dl>
${mail.html === null ? text : `<iframe title="The mail as HTML" sandbox srcdoc="${escapedHtml(mail.html)}"></iframe><details><summary>As plain text</summary>${text}</details>`}
<details><summary>All headers</summary><pre>${escapedHtml(mail.headers.join('\n'))}</pre></details>`,
  });
}

export function missingPage(): string {
  return pageHtml({
    title: 'This mail is not here any more',
    style: STYLE,
    body: `<nav><a href="${LIST}">‹ All mails</a></nav><p>The mailbox is empty after each start, and keeps the newest mails only.</p>`,
  });
}

function timeOf({ at }: DemoMail): string {
  return `${at.toUTCString().slice(5, 22)} UTC`;
}

const STYLE = `:root{--paper:#fff;--ground:#f6f5f1;--ink:#1d2421;--soft:#59635e;--line:#dcdcd4;--brand:#125c4a}
@media(prefers-color-scheme:dark){:root{--paper:#1e2421;--ground:#141816;--ink:#e9eeeb;--soft:#a6b2ac;--line:#343d38;--brand:#5fc3a3}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif}main{max-width:44rem;margin:0 auto;padding:1rem;display:flex;flex-direction:column;gap:.8rem}
h1{font-size:1.3rem;margin:0;overflow-wrap:anywhere}nav{order:-1;display:flex;gap:1.2rem}a{color:var(--brand)}nav a{padding:.6rem 0}ul{list-style:none;margin:0;padding:0;display:grid;gap:.6rem}
.mail{display:grid;gap:.15rem;background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:.7rem 1rem;color:inherit;text-decoration:none}.mail:hover{border-color:var(--brand)}
.who{color:var(--soft);margin:0;font-size:.9rem;overflow-wrap:anywhere}.start{color:var(--soft);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem .8rem;margin:0;font-size:.92rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}p{margin:0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0 0;font:inherit;background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:.8rem 1rem}details pre{font-size:.86rem}
summary{cursor:pointer;padding:.5rem 0}iframe{width:100%;height:22rem;box-sizing:border-box;border:1px solid var(--line);border-radius:12px;background:#fff;color-scheme:light}`;
