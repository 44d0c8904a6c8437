/** What of a past enquiry's customer is left in what somebody practises with: data planted in public texts. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anonymous } from '../../src/practice/anonymous.ts';
import type { Result } from '../run.ts';

const TEXTS = 2_000;
const FIRST =
  'Maya Ravi Karin Tobias Ngozi Aoife Piotr Leïla Svenja Hiroshi Marisol Declan Yasmin Bartosz Ingrid'.split(' ');
const LAST = 'Okafor Lindqvist Brennan Kowalski Haddad Moreau Petersen Nakamura Oyelaran Schuster Delgado Vance'.split(
  ' ',
);
const STREETS = ['14 Elm Street', '7 Harbour Road', '221b Baker Street', 'Lindenstraße 9', '3 Old Mill Lane'];
const TOWNS = ['Leicester', 'Galway', 'Uppsala', 'Rotterdam', 'Tarragona'];

interface Planted {
  text: string;
  /** None of these may be read afterwards. */
  secrets: string[];
  name: string;
}

export async function benchPractice(data: string): Promise<Result[]> {
  const path = join(data, 'banking77.jsonl');
  if (!existsSync(path)) return [];
  const texts = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => (JSON.parse(line) as { text: string }).text)
    .filter((_, i) => i % 6 === 0)
    .slice(0, TEXTS);
  const ordinary = new Set(texts.flatMap(each => each.match(/(?<!\p{L})\p{Ll}[\p{L}'’-]*/gu) ?? []));
  const planted = texts.map(plant);
  const began = performance.now();
  const made = planted.map(each => anonymous(each.text, { names: [each.name], ordinary }));
  const ms = (performance.now() - began) / planted.length;
  const kept = made.filter(each => each !== null).length;
  return [
    {
      what: `Practice: planted names, addresses, numbers, dates and links gone from ${TEXTS} past enquiries`,
      measured: `${gone(planted, made)} %, ${Math.round((100 * kept) / TEXTS)} % of the texts are used, ${ms.toFixed(2)} ms each`,
      baseline: `addresses, links and long numbers by plain patterns: ${gone(
        planted,
        planted.map(each => plainly(each.text)),
      )} %`,
      target: '>= 98 %',
      ok: gone(planted, made) >= 98,
    },
  ];
}

/** One secret of each kind goes into a text, in places and cases that differ from text to text. */
function plant(text: string, i: number): Planted {
  const of = <T>(list: readonly T[], step: number) => list[(i * step) % list.length]!;
  const [first, last] = [of(FIRST, 7), of(LAST, 5)];
  const friend = `${of(FIRST, 11)} ${of(LAST, 3)}`;
  const mail = `${first.toLowerCase()}.${last.toLowerCase()}@example.com`;
  const phone = `+44 7700 ${100_000 + i * 37}`;
  const order = `${40_000 + i * 13}`;
  const street = of(STREETS, 1);
  const town = of(TOWNS, 3);
  const date = i % 2 ? `${(i % 27) + 1} March 2026` : `0${(i % 9) + 1}/11/2025`;
  const link = `https://shop.example/o/${i}?c=${last}`;
  const said = [
    `Hello,\n\n${text} My order is ${order}, from ${date}. I live at ${street}, ${town}.\nCall me on ${phone} or write to ${mail}.\n\nKind regards\n${first} ${last}`,
    `Hi, this is ${first} ${last}. ${text} It was ordered by my neighbour ${friend} on ${date} (${link}, no ${order}).\n\n${first}`,
    `${text} ${friend} from ${town} told me to mail ${mail}. My number is ${phone}, the order ${order}; see ${link}`,
  ];
  const form = said[i % said.length]!;
  const secrets = [first, last, ...friend.split(' '), mail, phone, order, street, town, date, link];
  return {
    text: form,
    secrets: secrets.filter(each => form.includes(each) && !text.includes(each)),
    name: `${first} ${last}`,
  };
}

function plainly(text: string): string {
  return text
    .replace(/\S+@\S+/g, 'my address')
    .replace(/https?:\/\/\S+/g, 'a link')
    .replace(/\d{5,}/g, '12345');
}

/** Of what can be read: a text that is left out says nothing. */
function gone(planted: readonly Planted[], made: readonly (string | null)[]): number {
  let [all, left] = [0, 0];
  for (const [i, { secrets }] of planted.entries()) {
    const text = made[i];
    all += secrets.length;
    if (text) left += secrets.filter(each => text.includes(each)).length;
  }
  return Math.round((1 - left / all) * 10_000) / 100;
}
