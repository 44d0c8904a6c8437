/** The Home tab: my enquiries and drafts; for admins the settings, each with a button that opens its form. Pure. */
import type { KnownBlock, HomeView as SlackHome } from '@slack/types';
import type { EnquiryLine, HomeView } from '../../../src/ports/desk.ts';
import { cut, escaped, plain, small, words } from './text.ts';

/** Button that opens a form of settings; its value says which. */
export const OPEN_SETTINGS = 'settings.open';
export const REFRESH = 'home.refresh';
/** Button that opens an enquiry to try everything with. */
export const TRY_OUT = 'trial.start';
const BLOCKS_MAX = 100;
const CONNECT_WORDS: Record<string, string> = { email: 'Connect a mailbox', webchat: 'Put the chat on a site' };

/** @param view null for somebody who is in no room: they see how to get in and nothing else */
export function drawHome(
  view: HomeView | null,
  link: (thread: string) => string | null,
  channelNow: (channel: string) => string,
): SlackHome {
  if (!view) {
    return {
      type: 'home',
      blocks: [
        head('Deskhand'),
        section(
          'Here you will see the enquiries of your customers once you are in one of their rooms. Ask a colleague to invite you there.',
        ),
      ],
    };
  }
  const { settings } = view;
  const blocks: KnownBlock[] = [
    ...(settings?.troubles.length ? [head('Needs you'), ...settings.troubles.map(each => section(`⚠️ ${each}`))] : []),
    head('My enquiries'),
    ...(view.mine.length ? view.mine.map(each => line(each, link)) : [small('Nothing is on your plate.')]),
    ...(view.drafts.length ? [head('Written, not sent')] : []),
    ...view.drafts.flatMap(each => draft(each, link)),
    head('Nobody has these yet'),
    ...(view.unclaimed.length ? view.unclaimed.map(each => line(each, link)) : [small('Everything is taken care of.')]),
    {
      type: 'actions',
      elements: [button('log.form', 'Log a call', 'log'), button(REFRESH, 'Look again', 'now')],
    },
    ...(view.seenAs ? [row(escaped(view.seenAs), null, 'name', 'Change')] : []),
    ...(settings ? drawSettings(settings, channelNow) : []),
  ];
  return { type: 'home', blocks: blocks.slice(0, BLOCKS_MAX) };
}

function drawSettings(
  settings: NonNullable<HomeView['settings']>,
  channelNow: (channel: string) => string,
): KnownBlock[] {
  const inFile = 'written down in deskhand.yaml, or built in';
  return [
    { type: 'divider' },
    head('Settings'),
    section('Only admins see this part.'),
    small('Rooms: where enquiries are posted'),
    ...settings.rooms.map(room =>
      row(
        `*${escaped(room.name)}*  ${room.deskRef ? `<#${channelNow(room.deskRef)}>` : 'no channel chosen yet'}  ·  ${room.reply === 'direct' ? "the owner's messages leave by themselves" : 'with a preview'}`,
        room.fixed ? inFile : null,
        `room:${room.id}`,
        'Change',
      ),
    ),
    { type: 'actions', elements: [button(OPEN_SETTINGS, 'Another room', 'room:new')] },
    small('Channels: where customers write'),
    ...settings.channels.map(channel =>
      row(
        `${channel.ok ? '🟢' : '🔴'} *${escaped(channel.label)}* ${escaped(channel.name)}  ·  ${escaped(cut(channel.words, 500))}${channel.paste ? `\nPut into your pages: \`${escaped(channel.paste)}\`` : ''}`,
        channel.fixed ? inFile : null,
        `channel:${channel.id}`,
        'Change',
      ),
    ),
    {
      type: 'actions',
      elements: settings.kinds.map(({ kind, label }) =>
        button(`${OPEN_SETTINGS}#${kind}`, CONNECT_WORDS[kind] ?? `Connect ${label}`, `channel:${kind}`),
      ),
    },
    row(`*Time to undo*  ${escaped(settings.hold)}`, settings.fixed.hold ? inFile : null, 'hold', 'Change'),
    row(`*Opening hours*  ${escaped(settings.hours)}`, settings.fixed.hours ? inFile : null, 'hours', 'Change'),
    row(`*Answering on time*  ${escaped(settings.answer)}`, settings.fixed.answer ? inFile : null, 'answer', 'Change'),
    row(`*Names customers see*  ${escaped(settings.names)}`, settings.fixed.names ? inFile : null, 'names', 'Change'),
    { type: 'actions', elements: [button(TRY_OUT, 'Post a test enquiry', 'now')] },
  ];
}

function row(markdown: string, fixed: string | null, about: string, label: string): KnownBlock {
  const text = { type: 'mrkdwn' as const, text: fixed ? `${markdown}\n_${fixed}_` : markdown, verbatim: true };
  return fixed ? { type: 'section', text } : { type: 'section', text, accessory: button(OPEN_SETTINGS, label, about) };
}

function line(each: EnquiryLine, link: (thread: string) => string | null): KnownBlock {
  const url = each.thread ? link(each.thread) : null;
  const number = url ? `<${escaped(url)}|#${each.number}>` : `#${each.number}`;
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: `${number}  ${escaped(cut(each.words, 500))}`, verbatim: true },
  };
}

function draft(each: HomeView['drafts'][number], link: (thread: string) => string | null): KnownBlock[] {
  const url = each.thread ? link(each.thread) : null;
  return [
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: `${escaped(cut(each.words, 300))}${url ? `  <${escaped(url)}|Open>` : ''}`,
        verbatim: true,
      },
    },
    words(each.text, 'quote'),
    {
      type: 'actions',
      elements: each.buttons.map(({ id, label, value, look, confirm }) => ({
        ...button(id, label, value),
        ...(look === 'plain' ? {} : { style: look }),
        ...(confirm
          ? {
              confirm: {
                title: plain('Are you sure?', 100),
                text: plain(confirm, 300),
                confirm: plain(label, 30),
                deny: plain('No', 30),
              },
            }
          : {}),
      })),
    },
  ];
}

function head(text: string): KnownBlock {
  return { type: 'header', text: plain(text, 150) };
}

function section(text: string): KnownBlock {
  return { type: 'section', text: plain(text, 3_000) };
}

function button(action_id: string, label: string, value: string) {
  return { type: 'button' as const, action_id, text: plain(label, 75), value };
}
