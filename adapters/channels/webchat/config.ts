/** The settings of a web chat channel, described once for every form. */

import { isLanguage, type Language } from '../../../src/core/customer-texts/texts.ts';
import type { ChannelLimits } from '../../../src/ports/channel.ts';
import type { SettingsSchema, SettingsValue } from '../../../src/ports/settings.ts';
import { contrast, inkOn, isColour } from './colour.ts';
import { SECRET_CHARS_MIN } from './identity.ts';
import { LANGUAGES, type TextName, textNames } from './languages/languages.ts';
import type { FormQuestion } from './wire.ts';

/** Characters of one chat message: longer ones are letters. */
export const CHAT_CHARS_MAX = 4_000;
/** Photos of today's phones have 3 to 8 MB. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** Files of one reply. */
const FILES_MAX = 10;
/** More questions than this and people leave before they ask theirs. */
const QUESTIONS_MAX = 6;
/** A line on a phone. */
const QUESTION_CHARS_MAX = 80;
/** For all that people may write about; one visitor sees three. */
const AFTERWARDS_MAX = 30;
const COLOUR = '#125c4a';
/** Above a banner of several lines; further up the chat itself has no room. */
const OFFSET_MAX = 300;

export const webchatLimits: ChannelLimits = {
  text: { max: CHAT_CHARS_MAX },
  attachments: { countMax: FILES_MAX, bytesMax: FILES_MAX * FILE_BYTES_MAX },
  idempotent: true,
  threads: 'flat',
  holdMs: 3_000,
  automaticAnswer: 'allowed',
};

export const webchatSettings: SettingsSchema = [
  {
    name: 'origins',
    label: 'Sites',
    help: 'The sites that may show the chat, such as https://shop.example. Nothing else may frame it.',
    kind: 'list',
    required: true,
    basic: true,
  },
  {
    name: 'title',
    label: 'Title',
    help: 'The title of the chat, such as the name of the shop. If empty, "Chat with us" in the visitor\'s language.',
    kind: 'text',
    required: false,
    basic: true,
  },
  {
    name: 'colour',
    label: 'Colour',
    help: `The colour of your shop, written as ${COLOUR}. The text on it is black or white, whichever is readable.`,
    kind: 'text',
    required: false,
    default: COLOUR,
    basic: true,
  },
  {
    name: 'greeting',
    label: 'Greeting',
    help: 'What visitors read before they write. If empty, it says in their language that a person answers.',
    kind: 'text',
    required: false,
    basic: true,
  },
  {
    name: 'ask',
    label: 'Questions before the chat',
    help: 'What visitors are asked first: name, email, or your own question. A * makes it required, as in: name, email*, Order number.',
    kind: 'list',
    required: false,
    basic: true,
  },
  {
    name: 'questions',
    label: 'Questions after their first message',
    help: 'What your team would have to ask anyway, one per line, such as: Order number. With words before a colon it is asked only of who wrote one of them: parcel, delivery: Order number. Nobody has to answer.',
    kind: 'lines',
    required: false,
    basic: true,
  },
  {
    name: 'consent',
    label: 'Consent line',
    help: 'A line that visitors must tick before they write, such as: I agree that my messages are stored so that I can be answered.',
    kind: 'text',
    required: false,
    basic: true,
  },
  {
    name: 'privacy_url',
    label: 'Privacy page',
    help: 'The address of your privacy policy, such as https://shop.example/privacy.',
    kind: 'text',
    required: false,
    basic: true,
  },
  {
    name: 'language',
    label: 'Language',
    help: 'The language of the chat. By default that of your page, or else that of the visitor.',
    kind: 'text',
    required: false,
    default: 'auto',
    basic: true,
    choices: [
      { value: 'auto', label: 'Same as the page or the visitor' },
      ...LANGUAGES.map(({ code, label }) => ({ value: code, label })),
    ],
  },
  {
    name: 'texts',
    label: 'Texts',
    help: 'Texts of the chat that you want to change, one per line: "hello: Hi there", or "de.hello: Moin" for one language only.',
    kind: 'lines',
    required: false,
    basic: true,
  },
  {
    name: 'seen',
    label: 'Show visitors that they were read',
    help: 'Visitors see "Seen" under their message once someone on the team has claimed it.',
    kind: 'yes-no',
    required: false,
    default: true,
    basic: true,
  },
  {
    name: 'side',
    label: 'Side',
    help: 'In which bottom corner the button is. By default on the right, and on the left on pages that are read from right to left.',
    kind: 'text',
    required: false,
    default: 'auto',
    choices: [
      { value: 'auto', label: 'Where a line of the page ends' },
      { value: 'left', label: 'Left' },
      { value: 'right', label: 'Right' },
    ],
    basic: true,
  },
  {
    name: 'offset',
    label: 'Distance from the edge',
    help: 'How far the button is from the bottom of the window in pixels, such as 90 above a cookie banner; a second number is the distance from the side: 90 20.',
    kind: 'text',
    required: false,
    basic: true,
  },
  {
    name: 'hidden',
    label: 'Hide the button',
    help: "No button: the chat opens when your page says so, with deskhand('open') on a button of your own.",
    kind: 'yes-no',
    required: false,
    default: false,
    basic: true,
  },
  {
    name: 'sound',
    label: 'Sound',
    help: 'A quiet sound when you answer while the visitor looks elsewhere; only after they have pressed something on your page.',
    kind: 'yes-no',
    required: false,
    default: false,
    basic: true,
  },
  {
    name: 'identity',
    label: 'Who may write',
    help: 'Everybody, or only customers who are signed in on your site and vouched for by it.',
    kind: 'text',
    required: false,
    default: 'optional',
    choices: [
      { value: 'optional', label: 'Everybody' },
      { value: 'required', label: 'Only signed-in customers' },
    ],
    basic: true,
  },
  {
    name: 'identity_secret',
    label: 'Secret for signed-in customers',
    help: `At least ${SECRET_CHARS_MIN} characters that your site signs its customers with; make them with: openssl rand -hex 32. Leave it empty if your site has no sign-in.`,
    kind: 'secret',
    required: false,
    basic: true,
  },
];

/** An address of the web with a plain name: nothing else gets into the policy that says who may frame the chat. */
function isSite(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(new URL(text).origin);
}

/** Asked of whoever wrote a word that begins so; of everybody where there are none. */
export interface SiteQuestion {
  about: string[];
  name: string;
}

export interface SiteConfig {
  origins: string[];
  /** Null: "Chat with us" in the visitor's language. */
  title: string | null;
  colour: string;
  greeting: string | null;
  ask: FormQuestion[];
  /** Asked after their first message; three of them at most. */
  questions: SiteQuestion[];
  consent: string | null;
  privacyUrl: string | null;
  /** Null: that of the page or the visitor. */
  language: Language | null;
  /** By `<name>` or `<language>.<name>`. */
  texts: Record<string, string>;
  seen: boolean;
  /** Null: where a line of the page ends. */
  side: 'left' | 'right' | null;
  /** Pixels; null: as it is for everybody. */
  offset: [bottom: number | null, side: number | null];
  hidden: boolean;
  sound: boolean;
  signInOnly: boolean;
  identitySecret: string | null;
}

export function siteConfig(settings: Record<string, SettingsValue>): SiteConfig {
  const text = (name: string) =>
    typeof settings[name] === 'string' && settings[name].trim() ? settings[name].trim() : null;
  const list = (name: string) => (Array.isArray(settings[name]) ? (settings[name] as string[]) : []);
  const language = text('language');
  return {
    origins: list('origins').flatMap(each => (isSite(each) ? [new URL(each).origin] : [])),
    title: text('title'),
    colour: isColour(text('colour') ?? '') ? text('colour')!.toLowerCase() : COLOUR,
    greeting: text('greeting'),
    ask: list('ask').flatMap(questionOf),
    questions: list('questions').flatMap(each => siteQuestion(each) ?? []),
    consent: text('consent'),
    privacyUrl: text('privacy_url'),
    language: language && isLanguage(language) ? language : null,
    texts: Object.fromEntries(list('texts').flatMap(each => textOf(each) ?? [])),
    seen: settings.seen !== false,
    side: sideOf(text('side')),
    offset: offsetOf(text('offset')) ?? [null, null],
    hidden: settings.hidden === true,
    sound: settings.sound === true,
    signInOnly: text('identity') === 'required',
    identitySecret: text('identity_secret'),
  };
}

function sideOf(written: string | null): 'left' | 'right' | null {
  return written === 'left' || written === 'right' ? written : null;
}

/** `90` or `90 20`; null where it is neither. */
function offsetOf(written: string | null): SiteConfig['offset'] | null {
  const found = /^(\d{1,3})(?:px)?(?:[\s,]+(\d{1,3})(?:px)?)?$/.exec(written ?? '');
  if (!found) return null;
  const [bottom, side] = [Number(found[1]), found[2] === undefined ? null : Number(found[2])];
  return bottom > OFFSET_MAX || (side ?? 0) > OFFSET_MAX ? null : [bottom, side];
}

function questionOf(written: string): FormQuestion[] {
  const name = written.replace(/\*\s*$/, '').trim();
  if (!name) return [];
  const known = /^(name|email)$/i.test(name) ? name.toLowerCase() : name;
  return [{ name: known, required: /\*\s*$/.test(written) }];
}

/** `Order number`, or `parcel, delivery: Order number`; null for what cannot be shown. */
function siteQuestion(written: string): SiteQuestion | null {
  const [, before = '', name = ''] = /^(?:([^:]*):)?\s*(.*?)\s*$/su.exec(written) ?? [];
  const about = before
    .toLowerCase()
    .split(',')
    .map(each => each.replace(/[^\p{L}\p{N}]+/gu, ' ').trim())
    .filter(each => each !== '');
  return name && name.length <= QUESTION_CHARS_MAX ? { about, name } : null;
}

/** `name: words` or `de.name: words`; one pair in a list, or null. */
function textOf(written: string): [[string, string]] | null {
  const [, language, name = '', words = ''] = /^\s*(?:([a-z]{2})\.)?([A-Za-z0-9]+)\s*:\s*(.*)$/s.exec(written) ?? [];
  if (!textNames().includes(name as TextName) || !words.trim() || (language && !isLanguage(language))) return null;
  return [[language ? `${language}.${name}` : name, words.trim()]];
}

/** What is wrong with settings that are each right by themselves. */
export function webchatProblems(settings: Record<string, SettingsValue>, where: string): string[] {
  const problems: string[] = [];
  for (const each of (settings.origins as string[] | null) ?? []) {
    if (!isSite(each))
      problems.push(
        `${where}: "origins" has "${each}", which is not a site. Write the whole address: https://shop.example`,
      );
  }
  const colour = settings.colour;
  if (typeof colour === 'string' && colour.trim() && !isColour(colour.trim()))
    problems.push(
      `${where}: "colour" is "${colour}", which is not a colour. Write # and six digits, such as ${COLOUR}.`,
    );
  const ask = (settings.ask as string[] | null) ?? [];
  if (ask.length > QUESTIONS_MAX)
    problems.push(
      `${where}: "ask" has ${ask.length} questions. Ask ${QUESTIONS_MAX} at most: people leave before a long form.`,
    );
  const afterwards = (settings.questions as string[] | null) ?? [];
  for (const each of afterwards)
    if (!siteQuestion(each))
      problems.push(
        `${where}: "questions" has "${each}", which asks nothing. Write a question of ${QUESTION_CHARS_MAX} characters at most, such as Order number, or parcel, delivery: Order number.`,
      );
  if (afterwards.length > AFTERWARDS_MAX)
    problems.push(`${where}: "questions" has ${afterwards.length} lines. ${AFTERWARDS_MAX} are the most.`);
  const privacy = settings.privacy_url;
  if (
    typeof privacy === 'string' &&
    privacy &&
    (!URL.canParse(privacy) || !/^https?:$/.test(new URL(privacy).protocol))
  )
    problems.push(
      `${where}: "privacy_url" is not the address of a page. Write it in full: https://shop.example/privacy`,
    );
  const language = settings.language;
  if (typeof language === 'string' && language !== 'auto' && !isLanguage(language))
    problems.push(
      `${where}: "language" is "${language}". Write auto or one of ${LANGUAGES.map(({ code }) => code).join(', ')}.`,
    );
  for (const each of (settings.texts as string[] | null) ?? [])
    if (!textOf(each))
      problems.push(
        `${where}: "texts" has "${each}", which changes nothing. Write it as name: words, or de.name: words. Names are ${textNames().join(', ')}.`,
      );
  const { side, offset } = settings;
  if (typeof side === 'string' && side !== 'auto' && !sideOf(side))
    problems.push(`${where}: "side" is "${side}". Write left, right or auto.`);
  if (typeof offset === 'string' && offset.trim() && !offsetOf(offset.trim()))
    problems.push(
      `${where}: "offset" is "${offset}". Write how far the button is from the bottom in pixels, ${OFFSET_MAX} at most, and if you like from the side: 90 or 90 20.`,
    );
  const identity = settings.identity;
  if (identity !== 'optional' && identity !== 'required' && identity !== null && identity !== undefined)
    problems.push(`${where}: "identity" is "${identity}". Write optional or required.`);
  const secret = settings.identity_secret;
  if (typeof secret === 'string' && secret && secret.length < SECRET_CHARS_MIN)
    problems.push(
      `${where}: "identity_secret" is too short to be safe. Make one of at least ${SECRET_CHARS_MIN} characters with: openssl rand -hex 32`,
    );
  if (identity === 'required' && !secret)
    problems.push(
      `${where}: "identity" is required, so "identity_secret" is needed too. Make one with: openssl rand -hex 32`,
    );
  return problems;
}

/** The colour with the ink that can be read on it, said in the settings' health. */
export function colourWords(colour: string): string {
  const ink = inkOn(colour);
  return `${ink === '#ffffff' ? 'white' : 'black'} words on ${colour}, contrast ${contrast(ink, colour).toFixed(1)}`;
}
