import { describe, expect, test } from 'vitest';
import { isMarkedAsTalk, markedLines, withoutMarker } from '../../src/core/team-talk.ts';
import { cpuMs } from '../kit/cost.ts';

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
    // Slashes that look the same.
    '/\ufe0f/ ask Tom first',
    '/\u0301/ ask Tom first',
    '/\u3164/ ask Tom first',
    '\u2afd ask Tom first',
    '╱╱ ask Tom first',
    '⧸⧸ ask Tom first',
    '⟋⟋ ask Tom first',
    '／\u2215 ask Tom first',
    '🙼🙼 ask Tom first',
    // Numbers, boxes, smileys and fillers.
    '- [x] // ask Tom first',
    '* [X] // ask Tom first',
    '[1] // ask Tom first',
    '(2) // ask Tom first',
    '1.// ask Tom first',
    '1)// ask Tom first',
    '1: // ask Tom first',
    '1 - // ask Tom first',
    '#1 // ask Tom first',
    '1.2. // ask Tom first',
    '1.2.3) // ask Tom first',
    '① // ask Tom first',
    '②／／ トムに聞く',
    '❶ // ask Tom first',
    'Ⅳ. // ask Tom first',
    '一、／／トムに聞く',
    'а) // спроси',
    'б. // спроси',
    'β) // ρώτα',
    '١. // اسأل',
    '१. // पूछो',
    'א. // שאל',
    '<3 // ask Tom first',
    '8-) // ask Tom first',
    'xD // ask Tom first',
    'o_O // ask Tom first',
    '\\o/ // ask Tom first',
    ':S // ask Tom first',
    '\u3164// ask Tom first',
    '\u115f// ask Tom first',
    '\uffa0// ask Tom first',
    '\ufe0f// ask Tom first',
    '&gt; // ask Tom first',
    '&nbsp;// ask Tom first',
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
    '3.50 // 4.20',
    '好. // ask Tom',
    'Ok // ask Tom',
    'Ok: // ask Tom',
    '[ok] // ask Tom',
    'D // ask Tom',
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
    const spent = cpuMs(() => {
      for (const each of [
        '-',
        ' ',
        '/ ',
        ':a',
        '👍',
        '1. ',
        '> ',
        '`',
        '\n',
        ':a: ',
        '```\n',
        'https://',
        'https://a//',
        'https://a.',
        '/\u200b',
        '1.1',
        '/ ',
        '&gt;',
        '１',
      ]) {
        isMarkedAsTalk(each.repeat(40_000));
        markedLines(each.repeat(40_000));
        withoutMarker(each.repeat(40_000));
      }
    });
    expect(spent).toBeLessThan(3_000);
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
    ['Thanks.\n╱╱ ask Tom', ['╱╱ ask Tom']],
    ['Thanks.\n/ / ask Tom', ['/ / ask Tom']],
    ['Thanks.\n ／ ／ トム', ['／ ／ トム']],
  ])('in %j', (text, lines) => {
    expect(markedLines(text)).toEqual({ talk: lines, code: [] });
  });

  test.each([
    'https://shop.example/a／／トムに聞く',
    '詳しくはhttps://shop.example/a　／／トム',
    'https://shop.example/a。／／トムに確認してから',
    'See https://shop.example/a,// ask Tom',
    'See https://shop.example/a.// ask Tom',
    'See https://shop.example/a.//ask Tom',
    'Look: https://shop.example/a!//ask Tom',
    'See https://shop.example/?a=1;//ask Tom',
    'See https://shop.example/a://ask Tom',
    '(see https://shop.example)//ask Tom first',
    '[see https://shop.example]//ask Tom first',
    '<https://shop.example|here>// ask Tom first',
    '*https://shop.example*//ask Tom first',
    'https://shop.example// ask Tom first',
    'https://shop.example/a//ask Tom first',
    'https://shop.example/a/// ask Tom first',
    'https://shop.example/a»// demander',
    '„https://shop.example/a“// frag Tom',
    "'https://shop.example/a'// ask",
    'https://shop.example/a\u200b// ask',
    'https://shop.example/a\u2060／／ask',
    'https://／／トム',
    'FTP://x// ask',
    'webcal://x// ask',
    'https://shop.example/größe// frag Tom',
    'https://shop.example/a\u00a0// ask',
  ])('are seen right behind a web address: %j', text => {
    expect(Object.values(markedLines(text)).flat()).not.toEqual([]);
  });

  test.each([
    'See https://shop.example/?u=https://x.example//b&v=ftp://y',
    '(https://shop.example/a_b-c~d/e.html?f=g&h=i#j)',
    '“https://shop.example//a”',
    'See https://shop.example//returns.html now',
    'リンクはhttps://shop.exampleです',
    'https://shop.example、https://x.example',
    'See https://shop.example/a//b and http://x.example',
    'HTTPS://SHOP.EXAMPLE//A',
    '[label](https://shop.example//a)',
    'and / or',
    'Hello',
    '',
  ])('are none in %j', text => {
    expect(markedLines(text)).toEqual({ talk: [], code: [] });
  });

  test('comments in code are told from them', () => {
    expect(markedLines('Set it like this:\n```\n// the timer\nt = 1\n```\n// ask Tom')).toEqual({
      talk: ['// ask Tom'],
      code: ['// the timer'],
    });
    expect(markedLines('```// never closed')).toEqual({ talk: [], code: ['// never closed'] });
  });
});
