/** The name a customer sees: chosen by each person, prescribed by a channel, shown in the preview, and what leaves. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MailHouse, openMailHouse } from '../kit/mail-house.ts';

const PROFILE = 'Priya Raman (she/her) – back 3 Dec 🌴';
let house: MailHouse;
let id: string;

beforeEach(async () => {
  house = await openMailHouse({ signature: '{name}\n{shop}' });
  await house.mail({ id: 'one@example.com' });
  id = (await house.enquiry(1)).id;
});
afterEach(() => house.close());

const previewOf = async (name: string) => (await house.as(name).privates(id)).at(-1);
const sent = async () => {
  await house.pass(16_000);
  return house.smtp.mails.at(-1)!;
};
/** Writes and presses Send in the preview. */
const answer = async (name: string, text: string) => {
  await house.as(name).write(id, text);
  await house.as(name).choose(id, 'Send');
  return sent();
};

describe('how customers see a person', () => {
  test('is the first name, and the preview says so and how to change it', async () => {
    await house.as(PROFILE).write(id, 'We send you a new lid.');
    const preview = await previewOf(PROFILE);
    expect(preview?.quote?.label).toBe('To Maya, by email to maya@example.com, from Priya at Shop');
    expect(preview?.hints).toEqual([
      'This is how customers see you: Priya at Shop. To choose another name, use the command "name".',
    ]);
    await house.as(PROFILE).choose(id, 'Send');
    const { mail, raw } = await sent();
    expect(mail.from?.text).toBe('"Priya at Shop" <help@shop.example>');
    expect(mail.text).toContain('-- \nPriya\nShop');
    expect(raw).not.toMatch(/Raman|she\/her|back 3|🌴/);
    // The second time nobody has to be told.
    await house.as(PROFILE).write(id, 'And a jug.');
    expect((await previewOf(PROFILE))?.hints).toEqual([]);
  });

  test('is told before a first reply that no preview shows', async () => {
    await house.as(PROFILE).submit('reply.form', id, 'reply.send', { text: 'Of course.', seen: '1' });
    expect((await previewOf(PROFILE))?.words).toContain('This is how customers see you: Priya at Shop.');
  });

  test('is what they chose, until they choose again', async () => {
    expect(await house.as(PROFILE).command('name Pri')).toContain('Pri at Shop (help)');
    expect((await answer(PROFILE, 'One')).mail.from?.text).toBe('"Pri at Shop" <help@shop.example>');
    await house.as(PROFILE).command('name team');
    const { mail } = await answer(PROFILE, 'Two');
    expect(mail.from?.text).toBe('"Shop" <help@shop.example>');
    expect(mail.text).toContain('-- \nShop\n');
    expect(mail.text?.match(/^Shop$/gm)).toHaveLength(1);
    await house.as(PROFILE).command('name first');
    expect((await answer(PROFILE, 'Three')).mail.from?.text).toBe('"Priya at Shop" <help@shop.example>');
    // The profile changes every day; the choice stays.
    await house.as(PROFILE).command('name Pri');
    await house.house.act({
      id: 'renamed',
      by: { deskRef: `practice:${PROFILE.toLowerCase()}`, name: 'Priya R. (on leave)', admin: false },
      do: 'command',
      room: null,
      words: 'help',
    });
    await house.settle();
    expect((await answer(PROFILE, 'Four')).mail.from?.text).toBe('"Pri at Shop" <help@shop.example>');
  });

  test('can be asked for, and says what each channel shows', async () => {
    const said = await house.as(PROFILE).command('name');
    expect(said).toContain('Customers see you as:\nPriya at Shop (help)\nPriya at Shop (sales)');
    expect(said).toContain('name first');
    expect(await house.as(PROFILE).command('help')).toContain('name Priya: how customers see you');
  });

  test.each([
    ['name ann@shop.example', 'leave out addresses'],
    ['name Ann 🌴', 'Use letters'],
    [`name ${'A'.repeat(41)}`, 'too long'],
    ['name Ann\r\nBcc: eve', 'Use letters'],
    ['name \u202eeiraM', 'invisible character'],
  ])('%j is refused with a reason', async (command, reason) => {
    expect(await house.as(PROFILE).command(command)).toContain(reason);
    expect((await answer(PROFILE, 'Hello')).mail.from?.text).toBe('"Priya at Shop" <help@shop.example>');
  });

  test('is nobody else’s whole name, though two may be called alike', async () => {
    await house.as('Ben Okafor').command('help');
    expect(await house.as(PROFILE).command('name bén  OKAFOR')).toContain("colleague's name");
    expect(await house.as(PROFILE).command('name Ben')).toContain('Ben at Shop');
  });

  test('is the team where the profile says no name', async () => {
    expect((await answer('jsmith', 'Hello')).mail.from?.text).toBe('"Shop" <help@shop.example>');
    expect((await answer('jsmith', 'Hello again')).raw).not.toContain('jsmith');
  });
});

describe('what the preview showed', () => {
  test('is what leaves: another name since then is shown first', async () => {
    await house.as(PROFILE).write(id, 'Hello');
    const old = (await previewOf(PROFILE))!.buttons[0]!;
    await house.as(PROFILE).command('name Pri');
    await house.as(PROFILE).press(old.id, old.value);
    await house.pass(16_000);
    expect(house.smtp.mails).toEqual([]);
    const again = await previewOf(PROFILE);
    expect(again?.quote?.label).toContain('from Pri at Shop');
    expect(again?.hints).toContain('This was changed since you saw it. This is what would be sent now.');
    await house.as(PROFILE).choose(id, 'Send');
    expect((await sent()).mail.from?.text).toContain('Pri at Shop');
  });

  test('holds for a reply that is held, whatever the profile says meanwhile', async () => {
    await house.as(PROFILE).write(id, 'Hello');
    await house.as(PROFILE).choose(id, 'Send');
    await house.as(PROFILE).command('name Somebody');
    expect((await sent()).mail.from?.text).toContain('Priya at Shop');
  });

  test('gives way to the team alone, when an admin prescribes that before it leaves', async () => {
    await house.as(PROFILE).write(id, 'Hello');
    await house.as(PROFILE).choose(id, 'Send');
    const { ids: _, store } = house.house.parts;
    const row = { id: 'ws_test:staff-names', workspaceId: 'ws_test' as never };
    await store.commit([
      { do: 'insert', table: 'settings', row: { ...row, value: { everywhere: null, channels: { help: 'team' } } } },
    ]);
    await house.house.loadSettings();
    expect((await sent()).mail.from?.text).toBe('"Shop" <help@shop.example>');
    expect(await house.as(PROFILE).command('name')).toContain('Shop (help, set by your admin)\nPriya at Shop (sales)');
    // Nobody is told to change what they cannot change.
    await house.as('Noor Aziz').write(id, 'And me?');
    await house.as('Noor Aziz').press('enquiry.takeover', id);
    expect((await house.as('Noor Aziz').privates(id)).flatMap(each => each.hints)).toEqual([]);
  });
});
