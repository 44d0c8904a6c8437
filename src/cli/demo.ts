/** `deskhand demo`: the service, with scripted customers who write by mail and chat within seconds. */
import { createTransport } from 'nodemailer';
import { DEMO_ADDRESS } from '../../adapters/channels/email/install.ts';
import type { Running } from '../app/compose.ts';
import { startService } from '../main.ts';
import type { Env } from '../settings/env.ts';

interface Line {
  afterMs: number;
  by: 'mail' | 'chat';
  name: string;
  address: string;
  subject?: string;
  text: string;
  /** Goes on with the chat or the mail of this name. */
  again?: boolean;
}

const SCRIPT: Line[] = [
  {
    afterMs: 1_500,
    by: 'mail',
    name: 'Maya Patel',
    address: 'maya@example.com',
    subject: 'The lid of my morning kettle',
    text: 'Hello,\n\nmy kettle arrived on Tuesday and I love it, but the lid does not sit straight: it rattles when the water boils. Can I send just the lid back, and how long would a new one take?\n\nKind regards\nMaya Patel\n-- \nMaya Patel, 14 Orchard Road, Leeds',
  },
  {
    afterMs: 3_000,
    by: 'chat',
    name: 'Jonas',
    address: '',
    text: 'Hi! Do you ship to Denmark, and what does it cost?',
  },
  {
    afterMs: 6_000,
    by: 'mail',
    name: 'Claire Dubois',
    address: 'claire.dubois@example.org',
    subject: 'Réparation d’une théière',
    text: 'Bonjour, l’anse de ma théière s’est cassée. Est-ce que vous réparez aussi des pièces anciennes ? Je peux envoyer une photo. Merci !',
  },
  {
    afterMs: 9_000,
    by: 'chat',
    name: 'Jonas',
    address: '',
    text: 'It would be the morning kettle, to Aarhus.',
    again: true,
  },
  {
    afterMs: 14_000,
    by: 'mail',
    name: 'Tom Okafor',
    address: 'tom@okafor.example',
    subject: 'Invoice 2026-1184',
    text: 'Good morning, our bookkeeper needs the invoice for the six small pots with our company address on it: Okafor Ltd, 3 Quay Street, Bristol BS1 4DJ. Could you send it again?',
  },
];

export async function demo(env: Env): Promise<void> {
  await startService(env, running => {
    if (running.mailPort === null) {
      console.log(
        'The scripted customers write only to the embedded default: take the channels out of the provisioning file, or set MAIL_RECEIVER_PORT.',
      );
      return;
    }
    console.log('Customers begin to write now. Open the practice desk and claim one.\n');
    play(running);
  });
}

function play(running: Running): void {
  const chats = new Map<string, string>();
  for (const line of SCRIPT) {
    setTimeout(() => {
      const done = line.by === 'mail' ? mail(running, line) : chat(running, line, chats);
      done.catch(error => console.error(`A scripted customer could not write: ${(error as Error).message}`));
    }, line.afterMs).unref();
  }
}

async function mail(running: Running, line: Line): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: running.mailPort ?? 0, ignoreTLS: true });
  await transport.sendMail({
    from: { name: line.name, address: line.address },
    to: DEMO_ADDRESS,
    subject: line.subject ?? '',
    text: line.text,
  });
  transport.close();
}

async function chat(running: Running, line: Line, chats: Map<string, string>): Promise<void> {
  const call = async (path: string, token: string | null, body: object) => {
    const headers = { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    const response = await fetch(`${running.url}/chat/site/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return response.json() as Promise<{ token: string }>;
  };
  const token = chats.get(line.name) ?? (await call('start', null, {})).token;
  chats.set(line.name, token);
  await call('send', token, {
    cid: crypto.randomUUID(),
    text: line.text,
    name: line.name,
    page: `${running.url}/demo/shop`,
  });
}
