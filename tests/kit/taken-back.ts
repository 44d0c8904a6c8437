/** A customer changes or takes back a message of a running shop: what a channel that knows of it would hand in. */
import { makeIntake } from '../../src/intake/receive.ts';
import { withdrawMessages } from '../../src/intake/withdraw.ts';
import type { Shop } from './shop.ts';

/** Every name that messages in this shop's store go by. */
async function namesIn(shop: Shop): Promise<string[]> {
  const rows = await shop.running.engine.rows<{ names: string }>('select names from messages order by seq', []);
  return rows.flatMap(each => JSON.parse(each.names) as string[]);
}

export async function takeBack(shop: Shop, name: string, why: string): Promise<void> {
  const names = (await namesIn(shop)).filter(each => each.includes(name));
  await withdrawMessages(shop.running.house.parts, { kind: 'email' }, names, why);
}

export async function changeTo(shop: Shop, name: string, text: string): Promise<void> {
  const { parts } = shop.running.house;
  const names = (await namesIn(shop)).filter(each => each.includes(name));
  const channel = (await parts.store.channels()).find(each => each.kind === 'email')!;
  const [message] = await shop.running.engine.rows<{ from: string; subject: string }>(
    `select "from", subject from messages where names like ?`,
    [`%${name}%`],
  );
  await makeIntake(parts).accept(channel, 'names', {
    externalId: `changed:${text}`,
    contentKey: null,
    raw: { bytes: new TextEncoder().encode(text), type: 'message/rfc822' },
    content: {
      as: 'changed',
      message: {
        kind: 'human',
        from: JSON.parse(message!.from),
        subject: message!.subject,
        text,
        folded: [],
        attachments: [],
        writtenAt: 0,
        visibility: 'private',
        names: [...names, `changed-${text.length}@x`],
        answers: [],
        others: [],
        warnings: [],
      },
    },
  });
}

/** A mail with a file. */
export function mailWithFile(id: string, subject: string, text: string, file: string, answers = ''): string {
  return [
    'From: Maya Patel <maya@example.com>',
    'To: help@shop.example',
    `Subject: ${subject}`,
    `Message-ID: <${id}@x>`,
    ...(answers ? [`In-Reply-To: <${answers}@x>`] : []),
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    text,
    '--b',
    'Content-Type: text/plain',
    `Content-Disposition: attachment; filename="${file}.txt"`,
    '',
    `This file says ${file}.`,
    '--b--',
  ].join('\r\n');
}
