/** The fields of each event, used to validate imported histories before any of them counts. */
import type { EnquiryEvent } from './enquiry.ts';

/** `?`: may be missing; `|null`: may be null. */
type Shape = Record<
  string,
  'text' | 'text?' | 'text|null' | 'text|null?' | 'number' | 'instant' | 'instant?' | 'instant|null?' | 'flag?' | 'list'
>;

const BY: Shape = { by: 'text' };
const REPLY: Shape = { reply: 'text' };

export const EVENT_SHAPES: Record<EnquiryEvent['type'], Shape> = {
  EnquiryOpened: { message: 'text?', linkedTo: 'text|null?', acknowledge: 'flag?', closed: 'flag?' },
  AnsweredByMachine: { by: 'instant?', shown: 'flag?' },
  CustomerWrote: { message: 'text?', machine: 'flag?', thanksOnly: 'flag?', quiet: 'flag?' },
  StrangerWrote: { message: 'text?' },
  StrangerAllowed: { by: 'text', message: 'text?' },
  AnsweredElsewhere: { message: 'text' },
  SaidOurs: {
    by: 'text',
    message: 'text',
    answered: 'flag?',
    waitingSince: 'instant|null?',
    firstResponseAt: 'instant|null?',
  },
  SaidTheirs: { by: 'text', message: 'text' },
  BystanderWrote: { message: 'text' },
  MessageChanged: { message: 'text', elsewhere: 'flag?' },
  MessageWithdrawn: { message: 'text', elsewhere: 'flag?' },
  CustomersJoined: { by: 'text', from: 'text', customer: 'text', identities: 'list', other: 'text|null?' },
  CustomersParted: { by: 'text', customer: 'text', other: 'text|null?' },
  AlsoSent: { channel: 'text' },
  AskedWhose: { message: 'text?' },
  OpenedFor: { by: 'text', customer: 'text', identity: 'text' },
  MergeOffered: { into: 'text' },
  EnquiryReopened: { because: 'text', by: 'text?' },
  EnquiryClaimed: BY,
  EnquiryReleased: BY,
  EnquiryHandedOver: { by: 'text', to: 'text' },
  TakeOverAsked: { by: 'text', owner: 'text' },
  EnquiryTakenOver: { by: 'text', from: 'text' },
  EnquirySnoozed: { by: 'text', until: 'instant' },
  EnquiryWoke: {},
  EnquiryResolved: { by: 'text', reason: 'text|null?', quiet: 'flag?', planned: 'flag?' },
  EnquiryOffered: { because: 'text', from: 'text' },
  OfferEnded: BY,
  RoomAsked: BY,
  ResolvePlanned: { by: 'text', at: 'instant', reason: 'text|null?' },
  PlanDropped: BY,
  ReasonNamed: { by: 'text', reason: 'text' },
  EnquiryMoved: { by: 'text', from: 'text', to: 'text' },
  EnquiryMarkedSpam: BY,
  SpamTakenBack: { by: 'text?' },
  EnquiryMerged: { by: 'text', into: 'text' },
  EnquiryAbsorbed: {
    by: 'text',
    from: 'text',
    customerMessages: 'number',
    messages: 'list',
    waitingSince: 'instant|null?',
    owner: 'text?',
  },
  EnquirySplit: { by: 'text', to: 'text', messages: 'list' },
  StandingChanged: { by: 'text', standing: 'text|null' },
  ExpertAsked: { by: 'text', until: 'instant' },
  ExpertJoined: BY,
  ExpertTold: { by: 'text', remark: 'text' },
  NobodyKnows: {},
  MessageMarked: { message: 'text', abuse: 'flag?' },
  CustomerPaused: { by: 'text', until: 'instant|null?' },
  CustomerLeft: {},
  CustomerRated: { score: 'number', of: 'instant' },
  RatingAsked: { of: 'instant' },
  EnquiryErased: { by: 'text|null' },
  EnquiryEmptied: { days: 'number' },
  ArticleShown: { article: 'text' },
  CustomerSolved: { article: 'text|null?' },
  ReplyHeld: { ...REPLY, by: 'text', until: 'instant', andResolve: 'flag?', many: 'flag?' },
  ReplyEdited: { ...REPLY, by: 'text' },
  ReplyStopped: REPLY,
  ReplyReleased: { ...REPLY, by: 'text', until: 'instant' },
  ReplyWithdrawn: { ...REPLY, by: 'text', because: 'text' },
  ReplyLeaving: { ...REPLY, attempt: 'number' },
  ReplyReturned: { ...REPLY, until: 'instant', reason: 'text', untried: 'flag?', dueAt: 'instant?', signIn: 'flag?' },
  ReplySent: { ...REPLY, by: 'text', andResolve: 'flag?', customerWaits: 'flag?', partly: 'flag?' },
  ReplyDelivered: REPLY,
  ReplyBounced: { ...REPLY, reason: 'text' },
  CopyMissed: { ...REPLY, message: 'text' },
  ReplyDelayed: { ...REPLY, reason: 'text' },
  ReplyFailed: { ...REPLY, reason: 'text' },
  ReplyUnsure: REPLY,
  ReplyGoesOn: { ...REPLY, channel: 'text', identity: 'text', until: 'instant' },
  ReplyUnread: { ...REPLY, because: 'text' },
};

/** Words that an event may have in one of its places. */
const WORDS: Record<string, readonly string[]> = {
  'EnquiryReopened because': ['customer-wrote', 'staff', 'not-delivered'],
  'EnquiryOffered because': ['away', 'silent', 'hard', 'asked'],
  'ReplyWithdrawn because': ['undo', 'deleted'],
};
/** The best rating; the worst is 1. */
export const SCORE_MAX = 5;

/** @returns what is wrong with an event, in words that end a sentence; null for nothing. Instants are numbers already. */
export function wrongInEvent(type: string, data: Record<string, unknown>): string | null {
  const shape: Shape = EVENT_SHAPES[type as EnquiryEvent['type']];
  if (!Object.hasOwn(EVENT_SHAPES, type))
    return `"${type}" is not an event. Known: ${Object.keys(EVENT_SHAPES).join(', ')}`;
  for (const key of Object.keys(data)) {
    if (!Object.hasOwn(shape, key))
      return `an event ${type} has no "${key}". Known: ${Object.keys(shape).join(', ') || 'nothing'}`;
  }
  for (const [key, kind] of Object.entries(shape)) {
    const value = data[key];
    if (value === undefined && kind.endsWith('?')) continue;
    if (value === undefined) return `an event ${type} needs "${key}" in its data`;
    if (value === null && kind.includes('|null')) continue;
    if (!fits(kind, value))
      return `"${key}" of ${type} must be ${KIND_WORDS[kind.replace(/[|?].*/, '')]}, not ${JSON.stringify(value).slice(0, 60)}`;
    const words = WORDS[`${type} ${key}`];
    if (words && !words.includes(String(value)))
      return `"${key}" of ${type} must be one of ${words.join(', ')}, not ${JSON.stringify(value).slice(0, 60)}`;
  }
  if (type === 'CustomerRated' && (Number(data.score) < 1 || Number(data.score) > SCORE_MAX))
    return `"score" runs from 1 to ${SCORE_MAX}, and is ${data.score}`;
  return null;
}

const KIND_WORDS: Record<string, string> = {
  text: 'a text',
  number: 'a whole number',
  instant: 'a moment such as 2026-11-16T09:00:00Z, or ms since 1970',
  flag: 'true or false',
  list: 'a list',
};

function fits(kind: string, value: unknown): boolean {
  if (kind.startsWith('text')) return typeof value === 'string' && value !== '';
  if (kind.startsWith('flag')) return typeof value === 'boolean';
  if (kind.startsWith('list')) return Array.isArray(value);
  return Number.isSafeInteger(value);
}
