/** What counts as thanks alone and what never does, in the languages of the web; see thanks-words.ts. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isOnlyThanks } from '../../src/core/thanks.ts';
import { THANKS_CLAUSES } from '../../src/core/thanks-words.ts';
import { cpuMs } from '../kit/cost.ts';

const NAMES = ['Maya Patel', 'Tom', 'Ann Lee', 'Ben Okafor', 'Shop Help', 'Sarah'];
const linesOf = (file: string) =>
  readFileSync(new URL(`./thanks/${file}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(each => each.replaceAll('\\n', '\n'));

describe('thanks alone', () => {
  test.each(linesOf('only'))('%j does not reopen', text => expect(isOnlyThanks(text, NAMES)).toBe(true));
});

describe('thanks with more, or no thanks at all', () => {
  test.each(linesOf('more'))('%j reopens', text => expect(isOnlyThanks(text, NAMES)).toBe(false));

  test('thanks with an objection, a wish or a question of any language always reopen', () => {
    const more =
      'but however still not please yet when aber leider nicht bitte wann mais cependant pas quand pero embargo todavía cuándo ma purtroppo quando maar helaas niet wanneer ainda men inte når mutta ale nadal kdy но почему але όμως ama neden אבל लेकिन 但是 でも 하지만 แต่ nhưng tapi'.split(
        ' ',
      );
    const thanks = linesOf('only').filter(each => !/^\P{L}+$/u.test(each));
    // Each of one list meets a fifth of the other, in turn: all pairs would take most of this file's time.
    const swallowed = thanks.flatMap((first, n) =>
      more.filter((word, at) => (n + at) % 5 === 0 && isOnlyThanks(`${first}, ${word} xyz`, NAMES)),
    );
    expect(swallowed).toEqual([]);
    const short = [
      'Thanks',
      'Danke',
      'Merci',
      'Gracias',
      'Grazie',
      'Bedankt',
      'Obrigado',
      'Tack',
      'Спасибо',
      '谢谢',
      'ありがとう',
    ];
    for (const first of short)
      for (const word of more) expect([first, word, isOnlyThanks(`${first}, ${word}`)]).toEqual([first, word, false]);
  });

  test('a name counts where it is known, and no other word does', () => {
    expect(isOnlyThanks('Thanks Zbigniew', ['Zbigniew Nowak'])).toBe(true);
    expect(isOnlyThanks('Thanks Zbigniew')).toBe(false);
    expect(isOnlyThanks('Thanks, cancel', ['cancel my order'])).toBe(false);
    expect(isOnlyThanks('Thank you. Kind regards, Zbigniew Nowak')).toBe(true);
    expect(isOnlyThanks('Thank you. Kind regards, cancel it')).toBe(false);
  });

  test('a "no" that is also "not" takes back whatever follows it, even before thanks and a farewell', () => {
    const whole = (clauses: string) =>
      clauses
        .split(',')
        .map(each => each.trim())
        .filter(each => /^[\p{L}\p{M}_/'’ -]+$/u.test(each) && !each.includes(' '))
        .flatMap(each => each.split('/'))
        .map(each => each.replaceAll('_', ' '));
    const negating = THANKS_CLAUSES.filter(each => each.not);
    expect(negating.length).toBeGreaterThan(15);
    for (const own of negating) {
      const said = whole(own.beside).slice(0, 60);
      const thanks = /(\S+?)\//.exec(own.thanks.replace(/\[[^\]]*\]\*?/g, '').trim())![1]!;
      for (const no of own.not!.split('/')) {
        const swallowed = said.flatMap(each =>
          [`${no} ${each}, ${thanks}, bye`, `${no} ${each}. ${thanks} ${thanks}. ciao`].filter(text =>
            isOnlyThanks(text),
          ),
        );
        expect([no, swallowed]).toEqual([no, []]);
      }
    }
  });

  test('"yes, thank you" answers a question in every language, with a farewell too', () => {
    const answers = [
      ...'Yes thanks,Yep cheers,Ja danke,Ja vielen Dank,Jo danke,Oui merci,Sí gracias,Si gracias,Sì grazie,Ja bedankt,Sim obrigado,Ja tack,Ja takk,Ja tak'.split(
        ',',
      ),
      ...'Kyllä kiitos,Joo kiitos,Tak dziękuję,Ano děkuji,Áno ďakujem,Igen köszönöm,Da mulțumesc,Да спасибо,Ага спасибо да,Так дякую,Ναι ευχαριστώ'.split(
        ',',
      ),
      ...'Evet teşekkürler,כן תודה,نعم شكرا,हाँ धन्यवाद,जी धन्यवाद,是的谢谢,可以谢谢,行谢谢,要的谢谢,はいありがとうございます,네 감사합니다,예 감사합니다'.split(
        ',',
      ),
      ...'ได้ค่ะ ขอบคุณค่ะ,ค่ะ ขอบคุณ,Vâng cảm ơn,Dạ cảm ơn,Ya terima kasih,Iya makasih,Da hvala,Taip ačiū,Jā paldies,Jah aitäh,Sí gràcies,Bai eskerrik asko,Já takk,بله ممنون,جی شکریہ,Ndiyo asante,Oo salamat'.split(
        ',',
      ),
    ];
    const swallowed = answers.flatMap(each =>
      [each, each.replace(' ', ', '), `${each}. Bye`].filter(text => isOnlyThanks(text)),
    );
    expect(swallowed).toEqual([]);
  });

  test("a surname, a name that is a word, and a part of the team's name answer a question; behind thanks they are meant", () => {
    const names = [
      'The Lid Shop',
      'Blue Kettle GmbH',
      'Jack White',
      'May Ling',
      'Ben Brown',
      'Will Price',
      'Rosa Verde',
      'Kettle & Co',
      'Paris Hall',
      'Mark Return',
    ];
    for (const text of [
      'Also the lid, thanks',
      'The lid, thanks',
      'Blue kettle, thanks',
      'White, thanks',
      'May, thanks',
      'Brown, thanks',
      'The price, thanks',
      'Price, thanks',
      'Verde, gracias',
      'Rosa, grazie',
      'Paris, merci',
      'Kettle, danke',
      'Shop, thanks',
      'Hall, thanks',
      'Return, thanks',
      'Thanks, the lid',
    ])
      expect([text, isOnlyThanks(text, names)]).toEqual([text, false]);
    for (const text of [
      'Thanks, May',
      'Dear Mr White, thank you',
      'Thank you Ben Brown',
      'Ben, thanks',
      'Thanks, Ben',
      'Gracias Rosa',
      'Thank you Blue Kettle GmbH',
      'Thank you!\n\nMay Ling',
      'Hi Mark, thank you',
      'Danke, Herr White',
      'Thank you The Lid Shop',
      'Thanks,\nB. Brown',
    ])
      expect([text, isOnlyThanks(text, names)]).toEqual([text, true]);
  });

  test('a letter is never mere thanks, however polite', () => expect(isOnlyThanks('thanks '.repeat(40))).toBe(false));

  test('a message made to be slow is answered at once', () => {
    const spent = cpuMs(() => {
      for (const word of ['very ', 'so ', '|', 'thank you ', 'aaa', '谢', '❤'])
        isOnlyThanks(word.repeat(240 / word.length), NAMES);
    });
    // Compiling the words of all languages is in it.
    expect(spent).toBeLessThan(5_000);
  });
});
