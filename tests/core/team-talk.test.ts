import { describe, expect, test } from 'vitest';
import { hasMarkedLines, isMarkedAsTalk, markedLines, withoutMarker } from '../../src/core/team-talk.ts';

describe('the marker of team talk', () => {
  test.each([
    '// ask Tom first',
    '//ask Tom first',
    '   // ask Tom first',
    '\n\n// ask Tom first',
    '> // ask Tom first',
    '>> // ask Tom first',
    '"// ask Tom first"',
    '“// ask Tom first”',
    '«// ask Tom first»',
    '„// ask Tom first“',
    "'// ask Tom first'",
    '- // ask Tom first',
    '* // ask Tom first',
    '• // ask Tom first',
    '◦ // ask Tom first',
    '1. // ask Tom first',
    '12) // ask Tom first',
    'a) // ask Tom first',
    'iv. // ask Tom first',
    '- [ ] // ask Tom first',
    '👀 // ask Tom first',
    '👩🏽‍🍳👍🏿 // ask Tom first',
    '🇩🇪 // ask Tom first',
    '1️⃣ // ask Tom first',
    'ℹ️ // ask Tom first',
    ':eyes: // ask Tom first',
    ':wave::skin-tone-3: // ask Tom first',
    ':party_parrot: :+1: // ask Tom first',
    ':) // ask Tom first',
    ':D // ask Tom first',
    '\u200b// ask Tom first',
    '\ufeff\u2060// ask Tom first',
    '\u200e// ask Tom first',
    '/\u200b/ ask Tom first',
    '\u00a0// ask Tom first',
    '\u3000// ask Tom first',
    '／／ トムに聞く',
    '／/ トムに聞く',
    '・／／ トムに聞く',
    '「／／トムに聞く」',
    '**// ask Tom first**',
    '_// ask Tom first_',
    '`// ask Tom first`',
    '(// ask Tom first)',
    '... // ask Tom first',
    '/// ask Tom first',
    '👀\n// ask Tom first',
    ':eyes:\n// ask Tom first',
    '//\nask Tom first',
    '// ask Tom\nshe knows\n// or Ben',
  ])('stands before the first words of %j', text => {
    expect(isMarkedAsTalk(text)).toBe(true);
  });

  test.each([
    'Hello Maya',
    'https://shop.example/returns',
    'See https://shop.example//returns',
    'Thanks.\n// ask Tom first',
    'Thanks. // ask Tom first',
    '1. Thanks // ask Tom',
    'No. // ask Tom',
    '3 // 4',
    'and / or',
    '```\n// comment\nrun()\n```',
    '```// comment```',
    '\n```\n// comment\n```',
    '> ```\n> // comment\n> ```',
    '',
    '/',
    '/ /',
    '👍',
  ])('does not stand before the first words of %j', text => {
    expect(isMarkedAsTalk(text)).toBe(false);
  });

  test('a marker before a code block is a marker', () => {
    expect(isMarkedAsTalk('// try this:\n```\n// comment\n```')).toBe(true);
  });

  test('is not part of what a customer would get, and nothing else is missing', () => {
    expect(withoutMarker('// Hello Maya')).toBe('Hello Maya');
    expect(withoutMarker('／／Hello Maya')).toBe('Hello Maya');
    expect(withoutMarker('- // Hello Maya')).toBe('- Hello Maya');
    expect(withoutMarker('👋 // Hello Maya ')).toBe('👋 Hello Maya');
    expect(withoutMarker('Hello\n// Maya')).toBe('Hello\n// Maya');
    expect(withoutMarker('```\n// comment\n```')).toBe('```\n// comment\n```');
    expect(withoutMarker('https://shop.example')).toBe('https://shop.example');
    expect(withoutMarker('👀\n// Hello')).toBe('👀\nHello');
  });

  test('no place and no number of characters makes it slow', () => {
    const began = process.cpuUsage().user;
    for (const each of ['-', ' ', '/ ', ':a', '👍', '1. ', '> ', '`', '\n', ':a: ', '```\n']) {
      isMarkedAsTalk(each.repeat(40_000));
      markedLines(each.repeat(40_000));
      withoutMarker(each.repeat(40_000));
    }
    expect((process.cpuUsage().user - began) / 1_000).toBeLessThan(3_000);
  });
});

describe('lines that are perhaps team talk', () => {
  test.each([
    ['Thanks.\n// ask Tom first', ['// ask Tom first']],
    ['Thanks.\r\n  ／／ ask Tom first\r\nBye', ['／／ ask Tom first']],
    ['Thanks.\u2028// ask Tom first', ['// ask Tom first']],
    ['Thanks. // ask Tom first', ['Thanks. // ask Tom first']],
    ['Thanks.// ask Tom first', ['Thanks.// ask Tom first']],
    ['Thanks:// ask Tom first', ['Thanks:// ask Tom first']],
    ['One\n- // two\n> // three', ['- // two', '> // three']],
    ['See https://shop.example//a // ask Tom', ['See https://shop.example//a // ask Tom']],
  ])('in %j', (text, lines) => {
    expect(markedLines(text)).toEqual({ talk: lines, code: [] });
  });

  test.each([
    'See https://shop.example/a//b and http://x.example',
    'HTTPS://SHOP.EXAMPLE//A',
    '[label](https://shop.example//a)',
    'and / or',
    'Hello',
    '',
  ])('are none in %j', text => {
    expect(hasMarkedLines(text)).toBe(false);
  });

  test('comments in code are told from them', () => {
    expect(markedLines('Set it like this:\n```\n// the timer\nt = 1\n```\n// ask Tom')).toEqual({
      talk: ['// ask Tom'],
      code: ['// the timer'],
    });
    expect(markedLines('```// never closed')).toEqual({ talk: [], code: ['// never closed'] });
  });
});
