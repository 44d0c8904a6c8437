/**
 * How X counts a text: letters of most scripts as one, Chinese, Japanese and Korean as two, an emoji as two, a link as 23.
 * The weights and the emoji are those of its library twitter-text 3.1.0; the tests hold the two together.
 */
import { lazy } from '../../../../src/core/lazy.ts';
import { linksIn } from './links.ts';

/** Every link counts as one of X's short ones. */
const LINK_WEIGHT = 23;
const EMOJI_WEIGHT = 2;
/** Code points of weight one; all others have two. */
const LIGHT: readonly (readonly [from: number, to: number])[] = [
  [0x0000, 0x10ff],
  [0x2000, 0x200d],
  [0x2010, 0x201f],
  [0x2032, 0x2037],
];

const TONE = '[🏻-🏿]';
const GENDER = '[♀♂]\ufe0f';
const PARTNER = '\u200d❤\ufe0f\u200d';
/** Joined emoji that X knows: those of Unicode's Emoji 11. Newer ones count by their parts. */
const JOINED = [
  `[👨👩]${TONE}?\u200d(?:[⚕⚖✈]\ufe0f|[🌾🍳🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦰-🦳])`,
  `[🏋🏌🕴🕵⛹](?:${TONE}|\ufe0f)\u200d${GENDER}`,
  `[🏃🏄🏊👮👱👳👷💁💂💆💇🙅-🙇🙋🙍🙎🚣🚴-🚶🤦🤵🤷-🤹🤽🤾🦸🦹🧖-🧝]${TONE}?\u200d${GENDER}`,
  `👨${PARTNER}(?:💋\u200d)?👨|👩${PARTNER}(?:💋\u200d)?[👨👩]`,
  `(?:👨\u200d(?:[👨👩]\u200d)?|👩\u200d(?:👩\u200d)?)(?:👦(?:\u200d👦)?|👧(?:\u200d[👦👧])?)`,
  `🏳\ufe0f\u200d🌈|🏴\u200d☠\ufe0f|👁\u200d🗨|[👯🤼🧞🧟]\u200d${GENDER}`,
];
/** Signs that were there before emoji: a mark behind them makes them one. */
const OLD_SIGN =
  '[[[\\p{Emoji}--\\p{Emoji_Presentation}]' +
  '[🀄🈚🈯⌚⌛◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛔⛪⛲⛳⛵⛺⛽❗⬛⬜⭐⭕]]--[[#*0-9]♾⚧]]';
/** Hands and people that come in skin tones, without those that got them after Emoji 11. */
const TONED =
  '(?:[🏋🏌🕴🕵🖐☝⛷⛹✌✍]\ufe0f?|[\\p{Emoji_Modifier_Base}--' +
  '[🤌🤏🥷🦻🧍-🧏🤝👪-👭👯💏💑🤼\u{1fac3}-\u{1fac5}\u{1faf0}-\u{1faf8}]])';
const FLAG = '[[\\p{RGI_Emoji_Flag_Sequence}\\p{RGI_Emoji_Tag_Sequence}]--[\\q{🇨🇶}]]';

/** Emoji of more than one code point. Those of one have their weight of two anyway. */
const emojiPattern = lazy(
  () => new RegExp([...JOINED, '[#*0-9]\ufe0f?\u20e3', FLAG, `${TONED}${TONE}`, `${OLD_SIGN}\ufe0f`].join('|'), 'gv'),
);

/** The length of a post as X counts it, against its limit of 280 or, for paid accounts, 25,000. */
export function weightedLength(text: string): number {
  const normal = text.normalize('NFC');
  const links = new Map(linksIn(normal).map(({ url, start }) => [start, url.length]));
  const emoji = new Map([...normal.matchAll(emojiPattern())].map(each => [each.index, each[0].length]));
  let weight = 0;
  for (let at = 0; at < normal.length; ) {
    const [link, sign] = [links.get(at), emoji.get(at)];
    const point = normal.codePointAt(at) ?? 0;
    weight += link ? LINK_WEIGHT : sign ? EMOJI_WEIGHT : weightOf(point);
    at += link ?? sign ?? (point > 0xffff ? 2 : 1);
  }
  return weight;
}

function weightOf(point: number): number {
  return LIGHT.some(([from, to]) => point >= from && point <= to) ? 1 : 2;
}

/** Addresses in a text that X makes links of. */
export function urlsIn(text: string): string[] {
  return linksIn(text.normalize('NFC')).map(each => each.url);
}

/**
 * Whether X bills a text as one with a link. What begins like one is taken for one: a surprise of 20 cents is worse than a
 * warning too many.
 */
export function hasLink(text: string): boolean {
  return /https?:\/\/\S/i.test(text) || urlsIn(text).length > 0;
}
