/** A shop on Slack whose mail goes to a small SMTP server: what left can be looked at byte for byte. */
import { afterEach } from 'vitest';
import { slackShopOfEach } from './each-slack-shop.ts';
import type { FakePerson } from './far-sides/slack/server.ts';
import type { Json, SayOptions, Shown } from './far-sides/slack/shapes.ts';
import { type SmtpSide, startSmtp } from './far-sides/smtp.ts';
import type { SlackShop } from './slack-shop.ts';
import { until } from './world.ts';

export interface SlackMail extends SlackShop {
  smtp: SmtpSide;
  root: Shown;
  /** Says something in the thread; gives the preview that its author gets. */
  preview(options: SayOptions & { text?: string }, by?: FakePerson): Promise<Json>;
  /** The same, pressed away; gives the mail that left. */
  sent(options: SayOptions & { text?: string }): Promise<{ text: string; html: string; raw: string; preview: string }>;
}

export const PREVIEW = /Send this to the customer|nothing can be sent/;

/** One rich_text block. */
export const rich = (...elements: Json[]): Json => ({ type: 'rich_text', block_id: 'b', elements });
export const section = (...elements: Json[]): Json => ({ type: 'rich_text_section', elements });
export const words = (text: string, style?: Json): Json => ({ type: 'text', text, ...(style ? { style } : {}) });

export function slackMailOfEach(): (options?: {
  mode?: 'preview' | 'direct';
  settings?: string;
}) => Promise<SlackMail> {
  const openShop = slackShopOfEach();
  let open: SmtpSide | null = null;
  afterEach(async () => {
    await open?.stop();
    open = null;
  });
  return async ({ mode = 'preview', settings = '' } = {}) => {
    const smtp = await startSmtp();
    open = smtp;
    const shop = await openShop({
      yaml: `hold_seconds: { email: 0.4 }
rooms: [{ name: customers, reply: ${mode} }]
channels:
  - { name: help, kind: email, room: customers, address: help@shop.example, name_shown: Shop, check_senders: false, smtp: { host: 127.0.0.1, port: ${smtp.port} }${settings} }
`,
    });
    await shop.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
    const [root] = await shop.cards(1);
    const seen = new Set<string>();
    const made: SlackMail = {
      ...shop,
      smtp,
      root: root!,
      preview: async ({ text = '', ...options }, by = shop.ann) => {
        await by.say(shop.room, text, { thread: root!.ts, ...options });
        return until(() => {
          const fresh = by.ephemerals().find(each => PREVIEW.test(shop.words(each)) && !seen.has(String(each.ts)));
          if (fresh) seen.add(String(fresh.ts));
          return fresh ?? null;
        }, 'a preview');
      },
      sent: async options => {
        const preview = await made.preview(options);
        const before = smtp.mails.length;
        const { status } = await shop.ann.press(preview as never, 'reply.send');
        if (status !== 200) throw new Error(`The press was answered with ${status}.`);
        const { raw, mail } = await until(() => smtp.mails[before] ?? null, 'the mail');
        return {
          raw,
          text: (mail.text ?? '').split('\n\nOn ')[0]!.trimEnd(),
          html: String(mail.html),
          preview: shop.words(preview),
        };
      },
    };
    return made;
  };
}
