/** Findings and incidents on the desk, and one answer to many: each customer once, with one Undo, on both databases. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnquiryId, RoundId } from '../../src/core/ids.ts';
import { MINUTE } from '../../src/core/time.ts';
import type { ButtonView } from '../../src/ports/button.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';

interface Alone {
  thread: string;
  words: string;
  before: { label: string; text: string }[];
  quote: { text: string } | null;
  hints: string[];
  buttons: ButtonView[];
}

const FIXED = 'Hello {name},\n\nthe lid of your kettle (#{number}) is replaced for nothing.';

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`on ${kind.name}`, () => {
    let opened: Awaited<ReturnType<typeof kind.open>>;
    let shop: TestHouse;
    let ann: Person;
    let ben: Person;
    const parts = () => shop.house.parts;
    const write = async (who: string, text: string, name?: string) => {
      const id = await shop.provider.write(who, text, name ? { name } : {});
      await shop.settle();
      return id as EnquiryId;
    };
    /** What somebody is shown alone, the newest first. */
    const alone = async (name = 'ann') =>
      (await parts().store.shelf('desk:practice').latest(`wanted:practice:${name}`, 50))
        .map(each => each.value as unknown as Alone | null)
        .filter(each => each !== null)
        // Those of threads stand there, too.
        .filter(each => each.thread === '');
    const shown = async (name = 'ann') => (await alone(name))[0]!;
    const answer = async (name = 'ann') =>
      (await parts().store.shelf('desk:practice').latest(`answers:practice:${name}`, 1))[0]?.value as unknown as {
        text: string;
        buttons: ButtonView[];
      };
    const pressed = async (by: Person, view: { buttons: ButtonView[] }, label: RegExp) => {
      const found = view.buttons.find(each => label.test(each.label));
      if (!found) throw new Error(`There is no ${label}, but ${view.buttons.map(each => each.label).join(', ')}`);
      await by.press(found.id, found.value);
    };
    const flag = async (by: Person, id: EnquiryId, values: Record<string, string> = {}) =>
      by.submit('finding.form', id, 'flag', { title: '', behind: 'finding.flag', ...values });
    const finding = async (number = 1) => (await parts().store.gatheringByNumber('finding', number))!;
    const fix = async (number = 1) => {
      const { id, version, title } = await finding(number);
      const values = {
        gathering: id,
        version: `${version}`,
        behind: 'finding.edit',
        title: title ?? '',
        state: 'fixed',
      };
      await ann.submit('gathering.form', null as never, 'save', values);
    };
    const tellAll = async (by: Person, text = FIXED, number = 1) => {
      const { id, version } = await finding(number);
      const values = { gathering: id, version: `${version}`, behind: 'finding.tell', text };
      await by.submit('round.form', null as never, 'look', values);
    };
    const got = () => shop.provider.delivered.map(each => each.to).sort();

    beforeEach(async () => {
      opened = await kind.open();
      shop = await openHouse({ engine: opened.engine });
      [ann, ben] = [shop.as('Ann'), shop.as('Ben')];
      await ann.command('help');
      await ben.command('help');
    });
    afterEach(async () => {
      await shop.close();
      await opened.close();
    });

    test('alike ones are gathered, it gets an owner and a step, and its customers are told once each', async () => {
      const maya = await write('maya', 'The lid of my kettle cracked.', 'Maya Patel');
      const tom = await write('tom', 'My kettle lid cracked after a week', 'Tom Reed');
      await flag(ann, maya, { title: 'Lids of the kettle crack' });
      expect((await shop.card(maya)).help?.[0]?.words).toMatch(
        /Flagged .* Finding 1: Lids of the kettle crack \(open\)/,
      );
      const form = await parts().store.gatherings('finding', 5);
      await flag(ben, tom, { into: form[0]!.id });
      // Once more by mistake, and a second one of Maya's.
      await flag(ben, tom, { into: form[0]!.id });
      expect(await ann.command('findings')).toBe(
        'Finding 1: Lids of the kettle crack (open, 2 enquiries, nobody looks after it)',
      );
      const listed = await ann.asks('findings 1');
      expect(listed.text).toMatch(/#1 Maya Patel: .*\n#2|#2 Tom Reed: .*\n#1 Maya Patel/);
      await pressed(ann, listed, /look after/);
      expect((await answer()).text).toMatch(/Looked after by: Ann/);
      await shop.pass(MINUTE);
      await fix();
      expect(await ann.command('findings 1')).toMatch(/State: fixed[\s\S]*Looked after by: Ann/);
      expect(await ann.command('findings 1')).toMatch(/State: fixed[\s\S]*Before it was fixed: 2. Since then: 0./);

      await tellAll(ann);
      const preview = await shown();
      expect(preview.words).toBe('2 customers get this message about finding 1, each once.');
      expect(preview.before.map(each => each.label).sort()).toEqual([
        expect.stringMatching(/^To Maya Patel, .* \(#1\)$/),
        expect.stringMatching(/^To Tom Reed, .* \(#2\)$/),
      ]);
      expect(preview.before.map(each => each.text).join()).toContain('Hello Maya,\n\nthe lid of your kettle (#1)');
      expect(got()).toEqual([]);
      await pressed(ann, preview, /^Send to 2$/);
      expect((await shown()).words).toMatch(/^Held: /);
      await shop.pass(MINUTE);
      expect(got()).toEqual(['maya', 'tom']);
      await shop.pass(MINUTE);
      expect((await shown()).words).toBe('Sent to 2 customers.');
      expect(await ann.command('findings 1')).toMatch(/Told .*: 2 customers/);
      // Once is enough.
      await tellAll(ben);
      expect((await shown('ben')).words).toMatch(/Nobody is left/);
      expect((await shown('ben')).hints.join()).toMatch(/told already/);
    });

    test('Undo takes all of it back, also once some have left', async () => {
      const ids: EnquiryId[] = [];
      for (const who of ['maya', 'tom', 'ada']) ids.push(await write(who, `The lid cracked, says ${who}.`));
      await flag(ann, ids[0]!, { title: 'Lids' });
      for (const id of ids.slice(1)) await flag(ann, id, { into: (await finding()).id });
      await tellAll(ann);
      await pressed(ann, await shown(), /^Send to 3$/);
      await pressed(ann, await shown(), /^Undo for all$/);
      expect((await shown()).words).toBe('Taken back. Nobody got it.');
      await shop.pass(10 * MINUTE);
      expect(got()).toEqual([]);
      // Of one that is on its way, whoever has not got it does not.
      shop.provider.usedUp = null;
      await tellAll(ann);
      await pressed(ann, await shown(), /^Send to 3$/);
      shop.provider.mood = 'is-away';
      await shop.pass(MINUTE);
      expect(got()).toEqual([]);
      const round = (await parts().store.roundsOf((await finding()).id)).at(-1)!;
      expect(round.state).toBe('gone');
      await ann.press('finding.undo', round.id);
      shop.provider.mood = 'takes';
      await shop.pass(60 * MINUTE);
      expect(got()).toEqual([]);
      expect((await parts().store.repliesOfRound(round.id)).map(each => each.status)).toEqual(
        Array(3).fill('withdrawn'),
      );
      await ann.press('finding.undo', round.id);
      expect(got()).toEqual([]);
    });

    test('one customer with three enquiries gets one message; whoever writes meanwhile stops theirs', async () => {
      const first = await write('maya', 'The lid cracked.', 'Maya Patel');
      await ann.press('enquiry.resolve', first);
      await shop.pass(40 * 24 * 60 * MINUTE);
      const second = await write('maya', 'It cracked again.');
      const tom = await write('tom', 'Cracked here, too.', 'Tom Reed');
      expect(second).not.toBe(first);
      await flag(ann, first, { title: 'Lids' });
      for (const id of [second, tom]) await flag(ann, id, { into: (await finding()).id });
      await tellAll(ann);
      await pressed(ann, await shown(), /^Send to 2$/);
      await write('tom', 'Never mind, I bought another one.');
      await shop.pass(MINUTE);
      expect(got()).toEqual(['maya']);
      expect((await shown()).hints.join()).toMatch(/One customer wrote meanwhile/);
      const privates = await ann.privates(tom);
      expect(privates.at(-1)!.buttons.map(each => each.label)).toContain('Send anyway');
      await ann.choose(tom, 'Send anyway');
      await shop.pass(MINUTE);
      expect(got()).toEqual(['maya', 'tom']);
      // What was resolved stays so, and what nobody had is whose answer it was.
      expect((await parts().store.enquiry(first))!.status).toBe('resolved');
      expect(await parts().store.enquiry(second)).toMatchObject({ status: 'waiting', ownerId: expect.any(String) });
    });

    test('nobody is told who is blocked, paused, or in the hands of somebody else; they are named', async () => {
      const ids = new Map<string, EnquiryId>();
      for (const who of ['Maya', 'Tom', 'Ada', 'Lea', 'Zoe', 'Kim'])
        ids.set(who, await write(who.toLowerCase(), `The lid cracked, says ${who}.`, `${who} Reed`));
      const id = (who: string) => ids.get(who)!;
      const standing = async (who: string, set: 'muted' | 'blocked') => {
        const { identityId } = (await parts().store.enquiry(id(who)))!;
        await parts().store.commit([{ do: 'update', table: 'identities', id: identityId, set: { standing: set } }]);
      };
      await ben.press('enquiry.claim', id('Tom'));
      await standing('Ada', 'muted');
      await ann.press('customer.pause', id('Lea'));
      await ann.press('enquiry.spam', id('Zoe'));
      await flag(ann, id('Maya'), { title: 'Lids' });
      for (const who of ['Tom', 'Ada', 'Lea', 'Zoe', 'Kim']) await flag(ann, id(who), { into: (await finding()).id });
      await ann.write(id('Kim'), 'We look into it.');
      await ann.choose(id('Kim'), 'Send');
      await tellAll(ann);
      const { words, hints } = await shown();
      expect(words).toMatch(/^One customer gets/);
      expect(hints.join('\n')).toMatch(/Tom Reed: Ben has their enquiry/);
      expect(hints.join('\n')).toMatch(/Ada Reed: blocked or muted/);
      expect(hints.join('\n')).toMatch(/Lea Reed: paused/);
      expect(hints.join('\n')).toMatch(/Zoe Reed: spam/);
      expect(hints.join('\n')).toMatch(/Kim Reed: a reply to them is on its way/);
      await pressed(ann, await shown(), /^Leave out Maya/);
      expect((await shown()).words).toMatch(/^Nobody is left/);
      expect((await shown()).buttons.map(each => each.label).join()).not.toMatch(/Send to/);
      await pressed(ann, await shown(), /^Take in Maya/);
      await pressed(ann, await shown(), /^Send to 1$/);
      // Muted during the hold: left out after all.
      await standing('Maya', 'blocked');
      await shop.pass(5 * MINUTE);
      expect(got()).toEqual(['kim']);
      expect((await shown()).hints.join()).toMatch(/1 customer were|1 customer/);
    });

    test('two who send at once tell everybody once', async () => {
      const ids: EnquiryId[] = [];
      for (const who of ['maya', 'tom']) ids.push(await write(who, `The lid cracked, says ${who}.`));
      await flag(ann, ids[0]!, { title: 'Lids' });
      await flag(ann, ids[1]!, { into: (await finding()).id });
      await tellAll(ann);
      await tellAll(ben);
      const [one, other] = [await shown('ann'), await shown('ben')];
      await pressed(ann, one, /^Send to 2$/);
      await pressed(ben, other, /^Send to 2$/);
      expect((await shown('ben')).words).toMatch(/Nobody is left/);
      await shop.pass(MINUTE);
      expect(got()).toEqual(['maya', 'tom']);
      // Nobody undoes what a colleague sends.
      const round = (await parts().store.roundsOf((await finding()).id)).find(each => each.state === 'gone');
      await ben.press('finding.undo', round!.id);
      expect((await answer('ben')).text).toMatch(/Only Ann/);
    });

    test('an older button sends nothing that was not shown', async () => {
      const maya = await write('maya', 'The lid cracked.');
      await flag(ann, maya, { title: 'Lids' });
      await tellAll(ann);
      const old = await shown();
      const tom = await write('tom', 'Mine, too');
      await flag(ann, tom, { into: (await finding()).id });
      await pressed(ann, old, /Leave out/);
      await pressed(ann, old, /^Send to 1$/);
      expect((await shown()).hints.join()).toMatch(/Something changed/);
      await shop.pass(MINUTE);
      expect(got()).toEqual([]);
      await ann.press('finding.send', `round_nothing ${1} send`);
      await ann.press('finding.send', 'nonsense');
      const [draft] = await parts().store.roundsOf((await finding()).id);
      await ben.press('finding.send', `${draft!.id as RoundId} ${draft!.version} send`);
      expect((await answer('ben')).text).toMatch(/Ann is preparing this/);
      expect(got()).toEqual([]);
    });
  });
}
