/** The first words to whoever installed Deskhand: three steps, and an enquiry to try everything with. */
import type { KnownBlock } from '@slack/types';
import type { Drawn } from './blocks.ts';
import type { SlackDesk } from './desk.ts';
import { OPEN_SETTINGS, TRY_OUT } from './home.ts';
import { notice, plain, small } from './text.ts';

export async function greet(desk: SlackDesk, user: string): Promise<void> {
  const standing = await desk.people.who(user);
  if (standing.as !== 'staff') return;
  if (standing.person.admin) await desk.tellFromNow(user);
  const rooms = await desk.context.rooms();
  const channel = await desk.direct(user);
  const placed = rooms.some(each => each.deskRef);
  await desk.connection.inChannel(channel, () =>
    desk.poster.post(`greeting:${user}`, { channel, thread: null, drawn: drawGreeting(placed, rooms[0]?.id ?? 'new') }),
  );
  await desk.publishHome(user);
}

function drawGreeting(placed: boolean, room: string): Drawn {
  const step = (words: string): KnownBlock => ({ type: 'section', text: plain(words, 3_000) });
  const button = (action_id: string, label: string, value: string) => ({
    type: 'button' as const,
    action_id,
    text: plain(label, 75),
    value,
  });
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain('Deskhand is here. Three steps, and customers can write.', 150) },
    step(
      placed
        ? '1. The room is chosen: enquiries are posted there, and everybody in it can answer.'
        : '1. Choose the room: invite me into the channel where enquiries shall be posted (/invite @Deskhand), or choose it here.',
    ),
    {
      type: 'actions',
      elements: [button(OPEN_SETTINGS, placed ? 'Another channel' : 'Choose the room', `room:${room}`)],
    },
    step('2. Connect a mailbox, or put the chat on your site. It is tried out before it is saved.'),
    {
      type: 'actions',
      elements: [
        button(`${OPEN_SETTINGS}#email`, 'Connect a mailbox', 'channel:email'),
        button(`${OPEN_SETTINGS}#webchat`, 'Put the chat on a site', 'channel:webchat'),
      ],
    },
    step(
      '3. Try it with your team: a test enquiry, from a customer who does not exist. Nothing you answer reaches anybody.',
    ),
    { type: 'actions', elements: [button(TRY_OUT, 'Post a test enquiry', 'now')] },
    small('All of this is also in my Home tab. Type /desk help for what you can ask.'),
  ];
  return { text: notice('Deskhand is here. Three steps, and customers can write.'), blocks };
}
