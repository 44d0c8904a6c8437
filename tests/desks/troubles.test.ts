import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import { FarRefusal, FarSilence } from '../../src/desks/far-side.ts';
import { makeTroubles } from '../../src/desks/troubles.ts';
import { memoryShelf } from '../kit/shelf.ts';
import { testClock, testLog, until } from '../kit/world.ts';

function troublesWith(people: { installer?: string; used?: string[]; admins?: string[]; closed?: string[] }) {
  const clock = testClock();
  const shelf = memoryShelf();
  const told: string[] = [];
  const resumed: string[] = [];
  let silent = 0;
  const troubles = makeTroubles({
    about: () => ({ desk: 'chat' }),
    context: { clock, shelf, log: testLog(), resume: async () => void resumed.push('') },
    counts: key => key !== 'C-left',
    installer: () => people.installer ?? null,
    admins: async () => people.admins ?? [],
    tell: async (user, words) => {
      if (silent-- > 0) throw new FarSilence('Nobody answered.');
      if (people.closed?.includes(user)) throw new FarRefusal('This account is closed.');
      told.push(`${user}: ${words}`);
    },
  });
  const ready = Promise.all((people.used ?? []).map(user => troubles.tellFromNow(user)));
  const fallSilent = (times: number) => {
    silent = times;
  };
  return { clock, troubles, told, resumed, ready, fallSilent };
}

test('each admin who used it and the installer hear of a trouble once', async () => {
  const { troubles, told, ready } = troublesWith({ installer: 'ann', used: ['ben', 'ann'] });
  await ready;
  for (let i = 0; i < 3; i++) troubles.say('C1', 'The channel was archived.');
  await until(() => told.length >= 2, 'they are told');
  expect(told).toEqual(['ann: The channel was archived.', 'ben: The channel was archived.']);
});

test('an account that was closed keeps an alarm from nobody else', async () => {
  const { troubles, told, ready } = troublesWith({ installer: 'gone', used: ['ben'], closed: ['gone'] });
  await ready;
  troubles.say('C1', 'It is shut.');
  await until(() => told.length > 0, 'somebody is told');
  expect(told).toEqual(['ben: It is shut.']);
});

test('when nobody who is known can be told, admins of the far side are', async () => {
  const { troubles, told } = troublesWith({
    installer: 'gone',
    closed: ['gone'],
    admins: ['olga', 'paul', 'quinn', 'rita'],
  });
  troubles.say('C1', 'It is shut.');
  await until(() => told.length === 3, 'three are told');
  expect(told).toEqual(['olga: It is shut.', 'paul: It is shut.', 'quinn: It is shut.']);
});

test('while the far side is silent the alarm is tried again, and whoever has heard it does not hear it twice', async () => {
  const { clock, troubles, told, ready, fallSilent } = troublesWith({ used: ['ann', 'ben'] });
  await ready;
  fallSilent(1);
  troubles.say('C1', 'It is shut.');
  await until(() => told.length === 1, 'the second is told');
  await until(() => {
    clock.advance(MINUTE);
    return told.length === 2;
  }, 'the first is told later');
  expect([...told].sort()).toEqual(['ann: It is shut.', 'ben: It is shut.']);
});

test('a trouble that comes and goes is told again after six hours, and each mending resumes what waits', async () => {
  const { clock, troubles, told, resumed, ready } = troublesWith({ used: ['ann'] });
  await ready;
  for (let i = 0; i < 7; i++) {
    troubles.say('C1', 'It is shut.');
    troubles.mended('C1');
    clock.advance(HOUR);
  }
  await until(() => told.length >= 2, 'it is told again');
  expect([told.length, resumed.length]).toEqual([2, 7]);
});

test('a channel that is no room any more troubles nobody', () => {
  const { troubles } = troublesWith({});
  troubles.say('C-left', 'It is shut.');
  troubles.say('C-room', 'It is shut too.');
  expect(troubles.living()).toEqual([['C-room', 'It is shut too.']]);
});
