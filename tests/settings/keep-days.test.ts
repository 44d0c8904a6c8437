/** How long things are kept, in the provisioning file: of everything, and of single channels. */
import { expect, test } from 'vitest';
import { KNOWN } from '../../src/app/adapters.ts';
import { parseConfig } from '../../src/settings/file.ts';

const channel = (more = '') =>
  `channels:\n  - { name: help, kind: email, room: customers, address: help@shop.example${more} }\n`;
const read = (yaml: string) => parseConfig(yaml, 'deskhand.yaml', {}, KNOWN);

test('is off where the file says nothing, and then set on the desk', () => {
  const { config, problems } = read(channel());
  expect([config.retention, config.written.retention, problems]).toEqual([null, false, []]);
});

test('says days for everything and for one channel, and the channel sees none of it', () => {
  const { config, problems } = read(`keep_texts: 730\nkeep_raw: 90\n${channel(', keep_texts: off, keep_files: 60')}`);
  expect(problems).toEqual([]);
  expect(config.retention).toEqual({
    everywhere: { texts: 730, files: null, raws: 90 },
    channels: { help: { texts: null, files: 60 } },
  });
  expect(config.written.retention).toBe(true);
  expect(config.channels[0]!.settings).toEqual({ address: 'help@shop.example' });
});

test('0 days, and files that outlive their texts, are refused with line and sentence', () => {
  expect(read(`keep_texts: 0\n${channel()}`).problems).toEqual([
    'deskhand.yaml, line 1: keep_texts: 0 days is too short: customers come back within weeks, and what is gone cannot be brought back. Write 30 or more, or off to keep it for ever.',
  ]);
  expect(read(channel(', keep_texts: 60, keep_files: 90')).problems).toEqual([
    expect.stringMatching(/^deskhand\.yaml, line 2: keep_files: The files cannot be kept longer \(90 days\)/),
  ]);
});
