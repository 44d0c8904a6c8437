/** What the automatic answer promises, over real SMTP, and whether it was kept. */
import { createTransport } from 'nodemailer';
import { afterEach, expect, test } from 'vitest';
import { hearBackIn, LANGUAGES } from '../../src/core/customer-texts/texts.ts';
import type { EnquiryId } from '../../src/core/ids.ts';
import { remember } from '../kit/remembered.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

const HOUR = 3_600_000;
const YAML = 'hold_seconds: { email: 0 }\nautomatic_answer: { email: on }\n';

let shop: Shop;
afterEach(() => shop?.stop());

async function mail(from: string, text: string) {
  const before = (await shop.mailbox()) as unknown as { text: string }[];
  const transport = createTransport({ host: '127.0.0.1', port: shop.mailPort, ignoreTLS: true });
  await transport.sendMail({ to: 'help@shop.example', from, text }).finally(() => transport.close());
  const sent = await until(
    async () => ((await shop.mailbox()).length > before.length ? shop.mailbox() : null),
    'the automatic answer',
  );
  return (sent as unknown as { text: string }[])[0]!.text;
}

test('the automatic answer says by when most people hear back, and stats say whether they did', async () => {
  shop = await openShop({ yaml: YAML });
  await remember(shop, 'email', 24, 2 * HOUR);
  const { parts } = shop.running.house;
  const asked = parts.clock.now();
  const text = await mail('Tom <tom@example.org>', 'Guten Tag, wann kommt mein Paket? Ich warte schon lange.');
  expect(text).toMatch(/Die meisten bekommen bis (heute|morgen) um \d\d:[0134][05] Uhr eine Antwort\./);
  const { card, thread } = (await shop.cards(1))[0]!;
  const told = async () =>
    (await parts.store.events(card.enquiryId as EnquiryId)).flatMap(({ event }) =>
      event.type === 'AnsweredByMachine' ? [event.by] : [],
    );
  const [by] = await told();
  expect(by! - asked).toBeGreaterThanOrEqual(2 * HOUR);
  expect(by! - asked).toBeLessThanOrEqual(2.6 * HOUR);
  const lines = async () => JSON.stringify(await shop.thread(thread));
  await until(async () => /that most people hear back by/.test(await lines()), 'the team knows what was told');
  // Once a day, and it stands: what they write next changes nothing of it.
  await shop.mail({ from: 'Tom <tom@example.org>', subject: 'Re:', text: 'Guten Tag, ich habe noch eine Frage.' });
  await shop.cards(2);
  expect(await told()).toEqual([by]);
  const values = { text: 'Guten Tag, es kommt morgen.', seen: '2' };
  await shop.act('Ann', {
    ...{
      do: 'submit',
      form: 'reply.form',
      enquiryId: card.enquiryId,
      submit: 'reply.send_and_resolve',
      values,
      thread,
    },
  });
  await until(async () => {
    const measures = await parts.store.measuresOf(card.enquiryId as EnquiryId);
    return measures.find(each => each.what === 'first')?.kept === true;
  }, 'it is kept');
});

test('the sentence is said as people there say it', () => {
  const now = Date.UTC(2026, 10, 27, 9);
  const said = (days: number) =>
    LANGUAGES.map(each => hearBackIn(each, 'Europe/London', Date.UTC(2026, 10, 27 + days, 11), now));
  expect(said(0)).toEqual([
    'Most people hear back by 11:00 today.',
    'Die meisten bekommen bis heute um 11:00 Uhr eine Antwort.',
    'La plupart des personnes reçoivent une réponse au plus tard aujourd’hui à 11:00.',
    'La mayoría recibe respuesta antes de las 11:00 de hoy.',
    'La maggior parte delle persone riceve una risposta entro oggi alle 11:00.',
    'De meeste mensen krijgen uiterlijk vandaag om 11:00 uur antwoord.',
    'Większość osób otrzymuje odpowiedź najpóźniej: dzisiaj, godz. 11:00.',
    'A maioria das pessoas recebe resposta até hoje, às 11:00.',
    'يتلقى معظم الناس ردًا في موعد أقصاه اليوم الساعة 11:00.',
  ]);
  expect(said(4)).toEqual([
    'Most people hear back by Tuesday at 11:00.',
    'Die meisten bekommen bis Dienstag um 11:00 Uhr eine Antwort.',
    'La plupart des personnes reçoivent une réponse au plus tard mardi à 11:00.',
    'La mayoría recibe respuesta antes del martes a las 11:00.',
    'La maggior parte delle persone riceve una risposta entro martedì alle 11:00.',
    'De meeste mensen krijgen uiterlijk dinsdag om 11:00 uur antwoord.',
    'Większość osób otrzymuje odpowiedź najpóźniej: wtorek, godz. 11:00.',
    'A maioria das pessoas recebe resposta até terça-feira, às 11:00.',
    'يتلقى معظم الناس ردًا في موعد أقصاه يوم الثلاثاء الساعة 11:00.',
  ]);
  expect(said(11)[0]).toBe('Most people hear back by Tuesday 8 December at 11:00.');
  expect(said(1).slice(0, 2)).toEqual([
    'Most people hear back by 11:00 tomorrow.',
    'Die meisten bekommen bis morgen um 11:00 Uhr eine Antwort.',
  ]);
});
