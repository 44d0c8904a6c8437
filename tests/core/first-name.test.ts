import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstNameOf } from '../../src/core/first-name.ts';
import { checkName, nameShown, sameName } from '../../src/core/name-shown.ts';
import { cpuMs } from '../kit/cost.ts';

/** Profiles as people write them, each with the first name in it; null where only the team's name is safe. */
const PROFILES: [profile: string, first: string | null][] = [
  ['Priya Raman (she/her) – back 3 Dec 🌴', 'Priya'],
  ['Priya 🌴 back 3 Dec', 'Priya'],
  ['Priya Raman | Kettle & Co', 'Priya'],
  ['RAMAN, Priya', 'Priya'],
  ['RAMAN Priya', 'Priya'],
  ['Priya RAMAN', 'Priya'],
  ['PRIYA RAMAN', 'Priya'],
  ['priya raman', 'Priya'],
  ['priya.raman', 'Priya'],
  ['𝓟𝓻𝓲𝔂𝓪 Raman', 'Priya'],
  ['Ｐｒｉｙａ Ｒａｍａｎ', 'Priya'],
  ['Dr. Ann Lee', 'Ann'],
  ['Prof. Dr. med. Ann Lee', 'Ann'],
  ['Ann Lee, PhD', 'Ann'],
  ['Lee, Ann, PhD', 'Ann'],
  ['Ann Lee, Support', 'Ann'],
  ['Ann, on leave', 'Ann'],
  ['Ann @ Shop', 'Ann'],
  ['Ann Lee <ann@shop.example>', 'Ann'],
  ['Ann Lee (OOO', 'Ann'],
  ['[OOO] Ann Lee', 'Ann'],
  ['Ann\tLee', 'Ann'],
  ['\u202eAnn Lee\u202c', 'Ann'],
  ['A\u200bnn Lee', 'Ann'],
  ['Müller, Jörg | Support', 'Jörg'],
  ['van der Berg, Jan', 'Jan'],
  ['GARCÍA MÁRQUEZ, Gabriel', 'Gabriel'],
  ['María José García', 'María'],
  ['Jean-Luc Picard', 'Jean-Luc'],
  ["D'Angelo Ray", "D'Angelo"],
  ["O'Brien, Pat", 'Pat'],
  ['Müller-Lüdenscheidt, Anna-Lena', 'Anna-Lena'],
  ['Frau Anna Müller', 'Anna'],
  ['👩‍🍳 Chef Bob', 'Bob'],
  [':palm_tree: Bob Stone', 'Bob'],
  ['Robert "Bob" Smith', 'Robert'],
  ['Kundenservice Ann', 'Ann'],
  ['Sam (they/them)', 'Sam'],
  ['Анна Петрова', 'Анна'],
  ['محمد علي', 'محمد'],
  ['عبد الرحمن أحمد', 'عبد الرحمن'],
  ['עדי כהן', 'עדי'],
  ['प्रिया रमन', 'प्रिया'],
  ['สมชาย ใจดี', 'สมชาย'],
  ['山田 太郎', '太郎'],
  ['김 민준', '민준'],
  ['Nguyễn Văn An', 'An'],
  ['Łukasz Żółty', 'Łukasz'],
  ['DeShawn Williams', 'DeShawn'],
  ['', null],
  ['🌴🌴', null],
  ['@ben', null],
  ['jsmith', null],
  ['PriyaRaman', null],
  ['J. R. Smith', null],
  ['JR Smith', null],
  ['Dr. Lee', null],
  ['Mrs Patel', null],
  ['Frau Müller', null],
  ['(Bob) Smith', null],
  ['García Márquez, Gabriel', null],
  ['Wang Xiaoming', null],
  ['山田太郎', null],
  ['김민준', null],
  ['Ann & Bob', null],
  ['Ann and Bob', null],
  ['Support Team', null],
  ['HR', null],
  ['OOO - Ann Lee', null],
  ['back soon', null],
  ['Berlin | Ann Lee', null],
  ['ann@shop.example', null],
  ['https://shop.example', null],
  ['kettle.shop', null],
  ['+44 7700 900123', null],
  ['U02ABCDEF', null],
  ['Ann2', null],
  ['Аnn Lee', null],
  ['P̷̢r̸i̵y̶a̷', null],
  ['Ann\r\nBcc: eve@example.net', null],
  ['Ann\u2028Lee', null],
  ['x'.repeat(500), null],
];

/** The family's name stands first, and nothing else says so. */
const FAMILY_FIRST = [
  ...'Иванов Иван Иванович,Иванова Мария,Кузнецова Ольга Сергеевна,Петров И.И.,Сидорова А. В.,Шевченко Тарас,Петренко О.М.,Ковальчук Ірина,Бондаренко Оксана Петрівна'.split(
    ',',
  ),
  ...'Димитрова Елена,Георгиев Иван,Јовановић Ана,Ivanov Ivan Ivanovich,Smirnov A.V.,Ivanova Maria,Petrović Marko,Kowalska Anna,Wiśniewski Jan,Nowak Piotr'.split(
    ',',
  ),
  ...'Nováková Jana,Dvořáková Eva,Novák Petr,Kovács Anna,Horváth Éva,Popescu Ion,Papadopoulos Giorgos,Παπαδόπουλος Γιώργος,Petrosyan Aram,Kapanadze Giorgi'.split(
    ',',
  ),
  ...'Virtanen Matti,Johansson Anna,Hansen Lars,Olsen Kari,Jónsdóttir Anna,Petrauskas Jonas,Müller Anna,Zimmermann Kai,MÜLLER ANNA,Smith John,O’Neill Pat,McDonald Tom'.split(
    ',',
  ),
  ...'Dupont Jean,García Ana,Fernández Luis,Silva João,Rossi Mario,Jansen Piet,Yılmaz Ahmet,Öztürk Mehmet,כהן שרה,Patel Nisha'.split(
    ',',
  ),
  ...'Lee Min-ho,Park Ji-sung,Kim Min-jun,Choi Soo-young,Tsai Ming-liang,Wong Ka-fai,Li Wei,Ma Jun,Tanaka Taro'.split(
    ',',
  ),
  ...'Müller,Smith,Иванов,Novák,O’Neill,mueller.anna,ivanov_ivan'.split(','),
];

/** Not a person, or a word that only stands before a name. */
const NO_NAME = [
  ..."ext. Priya Raman,Herrn Tom Becker,Fam. Müller,Familie Müller,Famille Dupont,I'm Priya,I’m Priya,Hi I am Priya,Jr Tom,Senior Engineer,Junior Agent,Lead Support".split(
    ',',
  ),
  ...'Buchhaltung,Werkstatt,Praktikant,Azubi Lager,IT-Support,Vertrieb Nord,Kundenservice Berlin,Team Berlin,Comptabilité,Accueil,Ventas,Soporte,Ufficio,Boekhouding,Kundtjänst,Kundeservice,Asiakaspalvelu,Obsługa,Podpora,Ügyfélszolgálat'.split(
    ',',
  ),
  ...'Поддержка,Бухгалтерия,Підтримка,Υποστήριξη,Destek,תמיכה,الدعم,サポート,客服,고객센터,Berlin Office,Front Desk,Night Shift,Kettle Support,Kettle Shop,Shared Mailbox,Customer Success Priya,Captain Lid,Big Boss'.split(
    ',',
  ),
  ...'Slackbot,Bot Priya,Kettle - Priya,Priya/Tom,Priya + Tom,Priya u. Tom,Priya oder Tom,"Pri" Raman,\'Pri\' Raman,“Pri” Raman,タナカ タロウ'.split(
    ',',
  ),
  ...'Kettle GmbH,Acme Inc.,Kettle Ltd,Info Kettle,Level 2,1st Level Support,Nguyễn,Wang'.split(','),
];

/** First names that look like a family's, or whose profile says more. */
const STILL_FIRST: [profile: string, first: string][] = [
  ['Ирина Петрова', 'Ирина'],
  ['Марина', 'Марина'],
  ['Константин Сергеевич Иванов', 'Константин'],
  ['Лев Толстой', 'Лев'],
  ['Yakov Smirnoff', 'Yakov'],
  ['Eva Nováková', 'Eva'],
  ['Franziska Müller', 'Franziska'],
  ['Sanjeev Kumar', 'Sanjeev'],
  ['Dev Patel', 'Dev'],
  ['Yoko Tanaka', 'Yoko'],
  ['Min-ho Lee', 'Min-ho'],
  ['Torstein Hansen', 'Torstein'],
  ['Taylor Smith', 'Taylor'],
  ['Adrian Kim', 'Adrian'],
  ['Maëva Dupont', 'Maëva'],
  ['Priya R.', 'Priya'],
  ['Priya, Tel. 0171 2345678', 'Priya'],
  ['Priya +49 171 2345678', 'Priya'],
  ['Priya Raman, CSM', 'Priya'],
  ['Priya from Support', 'Priya'],
  ['Priya @ Kettle', 'Priya'],
  ['Schwester Anna', 'Anna'],
  ['Tom (he/him) | Kettle', 'Tom'],
  ['Иван Петрович', 'Иван'],
];

describe('the first name in a profile', () => {
  test.each(FAMILY_FIRST)('is not the family name in %j', profile => expect(firstNameOf(profile)).toBeNull());
  test.each(NO_NAME)('is nowhere in %j', profile => expect(firstNameOf(profile)).toBeNull());
  test.each(STILL_FIRST)('of %j is %j', (profile, first) => expect(firstNameOf(profile)).toBe(first));

  test.each(PROFILES)('%j gives %j', (profile, first) => expect(firstNameOf(profile)).toBe(first));

  test('is one short word of letters, whatever stands in the profile', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), profile => {
        const first = firstNameOf(profile);
        if (first === null) return;
        expect(first).toMatch(/^\p{L}[\p{L}\p{M}'’\-‐\p{Join_Control} ]*$/u);
        expect(first.length).toBeLessThanOrEqual(24);
        expect(checkName(first).ok).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test('of a long profile is found at once', () => {
    const spent = cpuMs(() => {
      for (const piece of ['(', ' - ', ',', ':a', '"', 'é\u0301', 'Ann ']) firstNameOf(piece.repeat(100_000));
    });
    expect(spent).toBeLessThan(1_000);
  });
});

describe('a chosen name', () => {
  test.each([
    'Priya',
    'Mary Ann',
    "D'Angelo",
    'Jean-Luc',
    '山田',
    'محمد',
    'Ann L.',
    'प्रिया',
    'Zoë',
    'می\u200cخواهم',
  ])('may be %j', name => expect(checkName(` ${name}  `)).toEqual({ ok: true, name }));
  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['A'.repeat(41), 'too-long'],
    ['Ann\nBcc: eve', 'several-lines'],
    ['Ann\r\nX: y', 'several-lines'],
    ['Ann\u2028Lee', 'several-lines'],
    ['\u202eeiraM', 'hidden-characters'],
    ['Ann\u0000', 'hidden-characters'],
    ['A\u200bnn', 'hidden-characters'],
    ['ann@shop.example', 'address'],
    ['@ann', 'address'],
    ['shop.example', 'address'],
    ['www.ann', 'address'],
    ['https://ann', 'address'],
    ['Ann 07700 900123', 'address'],
    ['7', 'no-letters'],
    ['Ann 🌴', 'symbols'],
    ['Ann <b>', 'symbols'],
    ['A\u0301\u0302\u0303\u0304\u0305nn', 'symbols'],
  ])('%j is refused: %s', (typed, problem) => expect(checkName(typed)).toEqual({ ok: false, problem }));

  test('goes before the first name, and the rule of a channel before both', () => {
    const staff = { name: 'Priya Raman', shownAs: { as: 'chosen' as const, name: 'Pri' } };
    expect(nameShown(staff, 'own')).toBe('Pri');
    expect(nameShown(staff, 'first')).toBe('Priya');
    expect(nameShown(staff, 'team')).toBeNull();
    expect(nameShown({ ...staff, shownAs: { as: 'team' } }, 'first')).toBeNull();
    // Written into the database by something else: what is not a name is ignored.
    expect(nameShown({ ...staff, shownAs: { as: 'chosen', name: 'a\nb' } }, 'own')).toBe('Priya');
  });

  test('is the same in other letters and with other spaces', () => {
    expect(sameName('Ben  Okafor', 'bén okafor')).toBe(true);
    expect(sameName('Ben', 'Bea')).toBe(false);
  });
});
