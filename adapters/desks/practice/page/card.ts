/** The root card of an enquiry (how it stands, what it is about, who wrote, what), and a customer's message inside it. */
import type { VNode } from 'preact';
import type { CardView, HelpLine, MessageView } from '../../../../src/ports/views.ts';
import { Button, Links, type Press } from './button.ts';
import { ago, fileSize, html, initials, timeOfDay } from './html.ts';
import { Menu } from './menu.ts';

export function Face({ name, customer }: { name: string; customer?: boolean }): VNode {
  const { letters, tone } = initials(name);
  return html`<span class=${`face tone-${tone} ${customer ? 'customer' : ''}`} aria-hidden="true">${letters}</span>`;
}

/** Where something is on the channel's own site can be opened; what somebody typed stays text. */
function shown({ value, byChannel }: MessageView['details'][number]): VNode | string {
  if (!byChannel || !/^https:\/\/\S+$/.test(value)) return value;
  return html`<a href=${value} target="_blank" rel="noreferrer">${value}</a>`;
}

type FileShown = Pick<MessageView['attachments'][number], 'id' | 'name' | 'bytes'> & { withheld?: string | null };

export function Files({ files }: { files: FileShown[] }): VNode {
  return html`<ul class="files" aria-label="Attachments">
    ${files.map(
      file => html`<li key=${file.id}>
        ${
          file.withheld
            ? html`<span class="file withheld">${file.name} <small>${file.withheld}</small></span>`
            : html`<a class="file" href=${`/practice/attachment?id=${file.id}`} download>${file.name} <small>${fileSize(file.bytes)}</small></a>`
        }
      </li>`,
    )}
  </ul>`;
}

export function Message({ message, ours }: { message: MessageView; ours?: boolean }): VNode {
  return html`
    <div class="message">
      ${message.tone === 'strong' && html`<p><span class="tag">Strong language</span></p>`}
      ${message.text && html`<p class=${message.tone === 'folded' ? 'text shielded' : 'text'} dir="auto">${message.text}</p>`}
      ${message.full && html`<details class="fold"><summary>Show all</summary><p class="text" dir="auto">${message.full}</p></details>`}
      ${message.attachments.length > 0 && html`<${Files} files=${message.attachments} />`}
      ${message.folded.map(
        (fold, i) =>
          html`<details class="fold" key=${i}><summary dir="auto">${fold.label}</summary><p class="text" dir="auto">${fold.text}</p></details>`,
      )}
      ${
        message.details.length > 0 &&
        html`<dl class="details">${message.details.map(
          (detail, i) =>
            html`<div key=${i}><dt>${detail.vouched ? '✓ ' : ''}${detail.label}</dt><dd dir="auto">${shown(detail)}</dd></div>`,
        )}</dl>`
      }
      ${message.others.length > 0 && html`<p class="sub copies">${ours ? 'To' : 'Also to'} <span dir="ltr">${message.others.join(', ')}</span></p>`}
      ${message.warnings.map((warning, i) => html`<p class="warning" key=${i}>${warning}</p>`)}
      ${
        (message.warnings.length > 0 || message.folded.length > 0) &&
        html`<p class="sub"><a href=${`/practice/raw?id=${message.messageId}`} download>Show full message</a></p>`
      }
    </div>
  `;
}

interface CardProps {
  card: CardView;
  now: number;
  press: Press;
  /** Opens the thread; absent when it is open already. */
  open?: () => void;
  /** Opens another thread. */
  go: (thread: string) => void;
  selected?: boolean;
}

function Earlier({ earlier, go }: { earlier: CardView['earlier'][number]; go: CardProps['go'] }): VNode {
  const { number, subject, outcome, thread } = earlier;
  const named = thread
    ? html`<button type="button" class="link" onClick=${() => go(thread)}>#${number}</button>`
    : `#${number}`;
  return html`<span>${named} <span dir="auto">${subject ?? 'no subject'}</span> (${outcome})</span>`;
}

function Help({ line, press }: { line: HelpLine; press: Press }): VNode {
  return html`<p class="help-line">
    <span dir="auto">${line.words}</span>
    ${line.buttons.map((button, i) => html`<${Button} key=${i} button=${button} press=${press} />`)}
  </p>`;
}

export function Card({ card, now, press, open, go, selected }: CardProps): VNode {
  const { message } = card;
  const waiting = card.waitingSince === null ? null : ago(now - card.waitingSince);
  return html`
    <article class=${`card ${card.status} ${selected ? 'selected' : ''}`} aria-label=${`Enquiry ${card.number}. ${card.summary}`}>
      <header>
        <p class="state">
          <span class=${`dot ${card.status}`} aria-hidden="true"></span>
          <span>${card.statusWords}</span>
          ${card.owner && html`<span class="owner"><${Face} name=${card.owner} />${card.owner}</span>`}
          ${waiting && html`<span class="wait">${waiting === 'just now' ? 'just now' : `waiting ${waiting}`}</span>`}
          ${card.customerMessages > 1 && html`<span class="wait">${card.customerMessages} messages</span>`}
        </p>
        <div class="number">#${card.number}</div>
      </header>
      ${card.subject && html`<h2 class="subject" dir="auto">${card.subject}</h2>`}
      <div class="from">
        <${Face} name=${message.customer} customer />
        <div class="who">
          <strong dir="auto">${message.customer}</strong> <span class="tag">${message.machine ?? 'Customer'}</span>
          ${card.direction && html`<span class=${`tag side-${card.direction.toLowerCase()}`}>${card.direction}</span>`}
          <div class="sub">${card.channel}${message.address.includes('@') && message.address !== message.customer && html` · <span dir="ltr">${message.address}</span>`}</div>
        </div>
        <time class="sub">${timeOfDay(message.writtenAt)}</time>
      </div>
      <${Message} message=${message} />
      ${
        card.earlier.length > 0 &&
        html`<p class="earlier">Earlier: ${card.earlier.map((each, i) => html`${i > 0 && ' · '}<${Earlier} earlier=${each} go=${go} />`)}</p>`
      }
      ${card.help?.map((line, i) => html`<${Help} key=${i} line=${line} press=${press} />`)}
      <footer>
        ${card.refused && html`<p class="warning">${card.refused}</p>`}
        <div class="buttons">
          ${card.buttons.map(button => html`<${Button} key=${button.id} button=${button} press=${press} />`)}
          ${card.menu.length > 0 && html`<${Menu} buttons=${card.menu} press=${press} number=${card.number} />`}
          <${Links} links=${card.links} />
          ${open && html`<button type="button" class="link" onClick=${open} aria-label=${`Open the thread of enquiry ${card.number}`}>Thread</button>`}
        </div>
      </footer>
    </article>
  `;
}
