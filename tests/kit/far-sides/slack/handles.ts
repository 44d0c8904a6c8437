/** Leads from what a test holds to what the stand-in keeps, without showing the test the inside. */
import type { FakeChannel, FakePerson, FakeSlack, FakeTeam } from './hands.ts';
import type { Channel, Person, Team, World } from './state.ts';

const channels = new WeakMap<FakeChannel, Channel>();
const people = new WeakMap<FakePerson, Person>();
const teams = new WeakMap<FakeTeam, Team>();
const worlds = new WeakMap<FakeSlack, World>();

export const bindChannel = (fake: FakeChannel, channel: Channel): void => void channels.set(fake, channel);
export const bindPerson = (fake: FakePerson, person: Person): void => void people.set(fake, person);
export const bindTeam = (fake: FakeTeam, team: Team): void => void teams.set(fake, team);
export const bindWorld = (fake: FakeSlack, world: World): void => void worlds.set(fake, world);

const sure = <T>(found: T | undefined, what: string): T => {
  if (!found) throw new Error(`This ${what} is of another Slack.`);
  return found;
};

export const channelOf = (fake: FakeChannel): Channel => sure(channels.get(fake), 'channel');
export const personOf = (fake: FakePerson): Person => sure(people.get(fake), 'person');
export const teamOf = (fake: FakeTeam): Team => sure(teams.get(fake), 'team');
export const worldOf = (fake: FakeSlack): World => sure(worlds.get(fake), 'stand-in');
