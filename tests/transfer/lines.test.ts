import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { columnsOf, EXPORTED } from '../../src/transfer/format.ts';
import { linesOf } from '../../src/transfer/lines.ts';
import { readLine } from '../../src/transfer/read.ts';
import { engineKinds } from '../kit/engines.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskhand-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: string | Buffer) {
  const path = join(folder, 'some.jsonl');
  writeFileSync(path, content);
  const lines: string[] = [];
  const clean: boolean[] = [];
  for await (const each of linesOf(path)) {
    lines.push(...each.lines);
    clean.push(each.clean);
  }
  return { lines, clean: clean.every(each => each) };
}

describe('the lines of a file', () => {
  const long = (chars: number, what = 'x') => what.repeat(chars);
  test.each([
    ['none', '', []],
    ['one without an end', 'a', ['a']],
    ['ends of two kinds, and an empty one', 'a\r\n\nb\n', ['a', '', 'b']],
    ['shorter than a byte order mark', '\n\n', ['', '']],
    ['a byte order mark', '\uFEFFa\nb', ['a', 'b']],
    ['other characters that separate lines', 'a\u2028b\u0085\nc\rd\n', ['a\u2028b\u0085', 'c\rd']],
    ['longer than a piece, between short ones', `a\n${long(900_000)}\nb\n`, ['a', long(900_000), 'b']],
    ['exactly a piece', `${long((1 << 18) - 1)}\nb`, [long((1 << 18) - 1), 'b']],
    [
      'characters across the ends of pieces',
      `${long(200_000, '東é')}\n${long(99_999, '京')}`,
      [long(200_000, '東é'), long(99_999, '京')],
    ],
  ])('%s', async (_, content, lines) => {
    expect(await read(content)).toEqual({ lines, clean: true });
  });

  test('many, with ends of pieces anywhere', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `${'é'.repeat(i % 97)}${i}`);
    expect(await read(lines.join('\n'))).toEqual({ lines, clean: true });
  });

  test('are not clean with a zero, or bytes that are no text', async () => {
    expect((await read('a\0b\n')).clean).toBe(false);
    expect((await read(Buffer.from('Müller\n', 'latin1'))).clean).toBe(false);
    expect((await read('\uFFFD\n')).clean).toBe(true);
  });
});

describe('bytes in a line', () => {
  test('are read where they are base64 and nothing else', async () => {
    const { engine, close } = await engineKinds()[0]!.open();
    const columns = columnsOf(engine, EXPORTED.find(each => each.table === 'raws')!);
    const bytes = (text: string) => {
      try {
        return String(readLine(columns, JSON.stringify({ bytes: text }), 'here').bytes);
      } catch {
        return null;
      }
    };
    expect(['', 'QQ==', 'QUI=', 'QUJD', 'QR=='].map(bytes)).toEqual(['', 'A', 'AB', 'ABC', 'A']);
    const wrong = [
      'Q',
      'QQ',
      'QQ=',
      'Q===',
      '====',
      'QUJ!',
      'QU-D',
      'QU_D',
      'QU D',
      'QUJD\n',
      'QQ==QUJD',
      'Q=UJ',
      'QUŁD',
      'QUéD',
    ];
    expect(wrong.map(bytes).filter(each => each !== null)).toEqual([]);
    await close();
  });
});
