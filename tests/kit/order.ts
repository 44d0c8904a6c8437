/** The longest files begin first, so that at the end no worker waits for one of them; the runner's own order follows. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** By what they took on two cores, longest first. */
const LONG = [
  'app/stands-still',
  'outbox/many-killed',
  'app/rolling-restart',
  'settings/settings',
  'store/upgrades-interrupted',
  'handling/erase',
  'channels/webchat/accessibility',
  'desks/teams/silence',
  'outbox/chaos',
  'store/upgrades',
  'desks/practice/page',
  'channels/email/mailbox',
  'desks/slack/gate',
  'store/sqlite-file',
  'channels/board/changes',
  'desks/teams/playground',
  'transfer/damaged',
  'store/silent-database',
  'desks/practice/gate',
  'transfer/transfer',
  'acts/hopeless',
  'desks/teams/gate',
  'desks/practice/drafts',
  'channels/webchat/host-page',
  'cli/insight',
  'cli/erase',
  'figures/random',
  'app/two-desks',
  'handling/retention',
  'channels/webchat/reconnect',
  'outbox/acknowledged',
  'app/long-life',
  'sim/sim',
  'desks/teams/lifecycle',
  'channels/x/killed',
  'channels/webchat/killed',
  'store/one-workspace',
  'desks/slack/thread',
  'app/whole',
  'channels/email/channel',
].map(each => `/${each}.test.ts`);

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex(each => moduleId.endsWith(each));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
