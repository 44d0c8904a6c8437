/** The room: what is unfinished in it, or only what nobody has, what is one's own, or what is done. */
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { CardView } from '../../../../src/ports/views.ts';
import type { RoomItem } from '../records.ts';
import type { FirstView } from './api.ts';
import { Button } from './button.ts';
import { Card } from './card.ts';
import { html, timeOfDay } from './html.ts';
import { Said } from './said.ts';
import { recall, remember } from './tab.ts';

type Filter = 'unclaimed' | 'mine' | 'all' | 'done';

const FILTERS: Record<Filter, { label: string; nothing: string; help: string }> = {
  unclaimed: {
    label: 'Unclaimed',
    nothing: 'Nobody waits for an owner',
    help: 'Every enquiry has somebody who looks after it.',
  },
  mine: { label: 'Mine', nothing: 'You have no enquiries', help: 'Press Claim on one that nobody has.' },
  all: { label: 'All', nothing: 'Everything is done', help: 'New enquiries arrive here by themselves.' },
  done: { label: 'Done', nothing: 'Nothing is done yet', help: 'What was resolved goes here.' },
};
const DONE: ReadonlySet<CardView['status']> = new Set(['resolved', 'merged', 'spam']);
const REMEMBERED = 'filter';

function isIn(filter: Filter, { status, owner }: CardView, person: string): boolean {
  if (DONE.has(status)) return filter === 'done';
  return filter === 'all' || (filter === 'mine' && owner === person) || (filter === 'unclaimed' && owner === null);
}

/** What was said to the room, a reminder or somebody's thanks, is old after this. */
const NOTICE_SHOWN_FOR_MS = 2 * 86_400_000;

/** "Maya wrote again" once for each thread that is listed, where it was said last; what was said to the room is in All. */
function listed(items: RoomItem[], filter: Filter, person: string, now: number): RoomItem[] {
  const cards = new Map(items.flatMap(each => (each.card ? [[each.thread, each.card]] : [])));
  const last = new Map(items.flatMap(each => (each.as === 'bump' ? [[each.thread, each]] : [])));
  return items.filter(each => {
    if (each.card) return isIn(filter, each.card, person);
    if (each.as === 'notice') return filter === 'all' && now - each.at < NOTICE_SHOWN_FOR_MS;
    const card = cards.get(each.thread);
    return filter === 'all' && last.get(each.thread) === each && (!card || isIn(filter, card, person));
  });
}

interface RoomProps {
  /** Null until they were read. */
  items: RoomItem[] | null;
  /** Its id. */
  room: string;
  name: string;
  person: string;
  samples: FirstView['samples'];
  now: number;
  selected: string | null;
  open: (thread: string) => void;
  press: (thread: string, enquiryId: string) => (button: ButtonView) => void;
  /** Presses a button that belongs to no thread. */
  ask: (button: ButtonView) => void;
}

export function Room({ items, room, name, person, samples, now, selected, open, press, ask }: RoomProps): VNode {
  const [filter, setFilter] = useState<Filter>(() => {
    const known = recall(REMEMBERED);
    return known !== null && known in FILTERS ? (known as Filter) : 'all';
  });
  const choose = (next: Filter) => {
    remember(REMEMBERED, next);
    setFilter(next);
  };
  const shown = items ? listed(items, filter, person, now) : null;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [shown?.length, filter]);
  const count = (of: Filter) => items?.filter(each => each.card && isIn(of, each.card, person)).length ?? 0;
  return html`
    <header class="bar"><h1># ${name}</h1></header>
    <fieldset class="filters">
      <legend>Which enquiries</legend>
      ${Object.entries(FILTERS).map(
        ([each, { label }]) =>
          html`<label class="filter" key=${each}><input type="radio" name="filter" checked=${each === filter} onChange=${() => choose(each as Filter)} />${label} <span class="sub">${count(each as Filter)}</span></label>`,
      )}
    </fieldset>
    <div class="cards" role="log" aria-live="polite" tabindex="0" aria-label="Enquiries">
      ${shown?.length === 0 && html`<${Nothing} isNew=${items?.length === 0} filter=${filter} samples=${samples} />`}
      ${shown?.map(item =>
        item.card
          ? html`<${Card} key=${item.thread} card=${item.card} now=${now} selected=${item.thread === selected}
              open=${() => open(item.thread)} go=${open} press=${press(item.thread, item.card.enquiryId)} />`
          : item.as === 'notice'
            ? html`<div class=${`line ${item.tone ?? 'quiet'}`} key=${`notice${item.key ?? item.at}`} role="status"><${Said} text=${item.words ?? ''} labels=${item.labels ?? false} links=${item.links ?? []} open=${open} chart=${item.chart ?? null}
                chartAfterLines=${item.chartAfterLines} at=${{ key: item.key ?? '', room, person }} end=${html`<time class="sub">${timeOfDay(item.at)}</time>`} /><${Asked} buttons=${item.buttons} press=${ask} /></div>`
            : html`<div class="line quiet" key=${`${item.thread}${item.at}`}><p><button type="button" class="link" onClick=${() => open(item.thread)}>${item.words}</button> <time class="sub">${timeOfDay(item.at)}</time></p><${Asked} buttons=${stillThere(item, items)} press=${press(item.thread, '')} /></div>`,
      )}
      <div ref=${end}></div>
    </div>
  `;
}

/** What its card does not offer any more is over: somebody took it. */
function stillThere({ thread, buttons = [] }: RoomItem, items: readonly RoomItem[] | null): ButtonView[] {
  const card = items?.find(each => each.thread === thread && each.card)?.card;
  return buttons.filter(each => !card || card.buttons.some(there => there.id === each.id));
}

/** What the room can do about what it was told. */
function Asked({
  buttons,
  press,
}: {
  buttons: ButtonView[] | undefined;
  press: (button: ButtonView) => void;
}): VNode | null {
  if (!buttons?.length) return null;
  return html`<p class="row">${buttons.map(each => html`<${Button} key=${`${each.id} ${each.value}`} button=${each} press=${press} />`)}</p>`;
}

function Nothing({ isNew, filter, samples }: { isNew: boolean; filter: Filter; samples: FirstView['samples'] }): VNode {
  if (!isNew) return html`<div class="empty"><h2>${FILTERS[filter].nothing}</h2><p>${FILTERS[filter].help}</p></div>`;
  const [sample] = samples;
  return html`<div class="empty">
    <h2>No enquiries yet</h2>
    ${
      sample
        ? html`<p>Be the first customer: open the <a href=${sample.path} target="_blank">${sample.label.toLowerCase()}</a>, and watch your message arrive here.</p>`
        : html`<p>What customers write arrives here by itself.</p>`
    }
  </div>`;
}
