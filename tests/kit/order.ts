/** The longest files begin first, so that at the end no worker waits for one of them; the runner's own order follows. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** By what they took on two cores, longest first. */
const LONG = [
  'store/silent-database',
  'channels/email/mailbox',
  'store/sqlite-file',
  'outbox/chaos',
  'settings/settings',
  'desks/slack/gate',
  'desks/practice/gate',
  'outbox/acknowledged',
  'channels/webchat/accessibility',
  'channels/email/channel',
  'desks/slack/silence',
  'app/whole',
  'transfer/transfer',
  'transfer/damaged',
  'desks/slack/thread',
  'sim/slack',
  'sim/sim',
  'app/clock-jumps',
  'desks/plain-desk',
  'intake/left-at-source',
  'desks/practice/page',
  'channels/webchat/reconnect',
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
