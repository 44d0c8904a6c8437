/** The longest files begin first, so that at the end no worker waits for one of them; the runner's own order follows. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** By what they took on two cores, longest first. */
const LONG = [
  'sim/plants',
  'desks/slack/gate',
  'desks/practice/gate',
  'sim/sim',
  'app/clock-jumps',
  'channels/email/mailbox',
  'sim/slack',
  'transfer/damaged',
  'settings/settings',
  'desks/slack/silence',
  'store/silent-database',
  'outbox/acknowledged',
  'outbox/chaos',
  'desks/slack/thread',
  'channels/webchat/accessibility',
  'desks/practice/drafts',
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
