/** The customers to practise with, from easy to angry: what they ask, and how they take an answer. Pure. */

/** One thing that a customer wants to know, and how an answer to it reads. */
export interface Asked {
  /** Named in the feedback: "when you are open on Saturday". */
  about: string;
  answered: RegExp;
  /** How they ask again. */
  again: string;
}

export interface Script {
  key: string;
  /** On the button, with how hard it is. */
  title: string;
  customer: string;
  subject: string | null;
  opens: string;
  /** What a colleague would look up. */
  facts: readonly string[];
  asks: readonly Asked[];
  /** 0 for calm, 3 for furious. */
  mood: number;
  /** They go too far: a kind, firm boundary is an answer to that. */
  needsBoundary?: true;
  /** They call: what is written is what would be said. */
  phone?: true;
  /** A few words more before the first answer: the lesson of somebody's first day. */
  lesson?: readonly string[];
}

/** A day, a time or a span of it. */
const WHEN =
  /\b(today|tomorrow|mon|tues|wednes|thurs|fri|satur|sun)(day)?\b|\b\d{1,2}([:.]\d{2})?\s?(am|pm|h|o'clock)\b|\b\d{1,2}[:.]\d{2}\b|\b(within|in) (an?|one|two|three|four|five|\d+) (minutes?|hours?|days?|weeks?)\b|\b(this|next) (week|morning|afternoon|evening)\b|\b\d{1,2}(st|nd|rd|th)?( of)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;

const EASY: Script = {
  key: 'easy',
  title: 'Easy: a question about Saturday',
  customer: 'Nora Lind',
  subject: 'Saturday',
  opens: 'Hello,\n\nare you open this Saturday, and can I park near you?\n\nKind regards\nNora Lind',
  facts: ['Open on Saturday from 10:00 to 14:00.', 'Parking is free behind the house.'],
  asks: [
    {
      about: 'when you are open on Saturday',
      answered: /\b(open|clos(e|ed)|10|14|2 ?pm|ten|two)\b/i,
      again: 'are you open on Saturday?',
    },
    { about: 'where they can park', answered: /\bpark|behind|car\b/i, again: 'where can I park?' },
  ],
  mood: 0,
};

export const SCRIPTS: readonly Script[] = [
  {
    ...EASY,
    key: 'lesson',
    title: 'First lesson: five minutes',
    lesson: [
      '1. Press Claim on the card: now everybody can see that it is yours.',
      '2. Write your answer in this thread, or press Reply. Only you see the preview.',
      '3. Press Send. You can still press Undo while it is held.',
      '4. When the customer is happy, press Resolve. Then you get a few kind words, and everything here is deleted.',
    ],
  },
  EASY,
  {
    key: 'order',
    title: 'Easy: a wrong order, with a number to look up',
    customer: 'Samir Haddad',
    subject: 'Wrong kettle',
    opens: 'Hi,\n\nI ordered a red kettle, order 48213, and a blue one came. What happens now?\n\nSamir',
    facts: [
      'Order 48213: red kettle, packed in blue by mistake.',
      'A red one can leave tomorrow. The blue one may stay with the customer, or come back free of charge.',
    ],
    asks: [
      {
        about: 'that the right kettle is sent',
        answered: /\b(send|sent|replace|replacement|exchange|swap|new one|red one|refund)\b/i,
        again: 'do I get a red one?',
      },
      { about: 'when it leaves or arrives', answered: WHEN, again: 'when will it be here?' },
      {
        about: 'what to do with the blue one',
        answered: /\b(keep|return|back|collect|pick.?up|blue)\b/i,
        again: 'what do I do with the blue kettle?',
      },
    ],
    mood: 0,
  },
  {
    key: 'several',
    title: 'Several questions at once',
    customer: 'Greta Olsen',
    subject: 'Three things before we come',
    opens:
      'Good morning,\n\nwe would like to book your workshop for six. What does it cost for each of us? Is there something for somebody who uses a wheelchair? And until when can we cancel?\n\nThank you, Greta Olsen',
    facts: [
      'The workshop costs 35 for each person; from six people on 30.',
      'The workshop room is on the ground floor, without steps.',
      'Free cancelling until two days before.',
    ],
    asks: [
      {
        about: 'what it costs',
        answered: /\b(30|35|180|thirty|cost|price)\b/i,
        again: 'what does it cost for each of us?',
      },
      {
        about: 'the wheelchair',
        answered: /\b(wheelchair|ground floor|steps?|stairs|step-free|accessible|level)\b/i,
        again: 'can somebody with a wheelchair come along?',
      },
      {
        about: 'until when they can cancel',
        answered: /\bcancel|two days|2 days|48\b/i,
        again: 'until when can we cancel?',
      },
    ],
    mood: 0,
  },
  {
    key: 'delay',
    title: 'Upset: waiting for two weeks',
    customer: 'Paula Reyes',
    subject: 'Still waiting',
    opens:
      'I have been waiting for my repair for two weeks now. You said five days. I wrote on Monday and nobody answered. It was a present, and the birthday is on Sunday. When do I get it back?',
    facts: ['The repair waits for a part, which arrives on Thursday. It can be ready on Friday at noon.'],
    asks: [
      { about: 'when it is ready', answered: WHEN, again: 'when do I get it back?' },
      {
        about: 'that the birthday is saved',
        answered: /\b(birthday|sunday|present|gift|in time|friday|ready)\b/i,
        again: 'will it be here for the birthday on Sunday?',
      },
    ],
    mood: 2,
  },
  {
    key: 'angry',
    title: 'Angry and rude',
    customer: 'Rolf Brandt',
    subject: 'Charged twice',
    opens:
      'You charged me twice, you bunch of thieving idiots. Are you too stupid to count to one? I want the second 42.00 back NOW, or you will regret it in every review there is. When do I get my money?',
    facts: ['Payment 42.00 was taken twice on the 3rd. The second one goes back today; banks take three days.'],
    asks: [
      {
        about: 'that the money goes back',
        answered: /\b(refund|money back|pay(ing)? back|return|42|transfer|reverse|cancel)/i,
        again: 'do I get the 42.00 back?',
      },
      { about: 'when it arrives', answered: WHEN, again: 'when do I get my money?' },
    ],
    mood: 3,
  },
  {
    key: 'threat',
    title: 'Hard: a threat, and where it ends',
    customer: 'Dirk Falk',
    subject: null,
    opens:
      'Your mechanic scratched my car, you useless idiots. I know where you live, and I will break your legs if nobody pays for it today.',
    facts: [
      'Nobody has to bear threats. Say calmly what will not do, and what you can do for the scratch.',
      'The workshop looks at such damage within two days; photos help.',
      'In real life: press Hand over, or ask somebody to sit beside you. With a threat, always tell your manager.',
    ],
    asks: [
      {
        about: 'that threats are not all right',
        answered:
          /\b(threat\w*|not (acceptable|ok|okay|all right|tolerate)|cannot accept|respect\w*|polite|civil|police|tone|safe|language|calm)\b/i,
        again: 'or did that not reach you?',
      },
      {
        about: 'what happens with the scratch',
        answered: /\b(scratch|damage|photos?|pictures?|look at|check|insurance|repair|pay)\b/i,
        again: 'what about my car?',
      },
    ],
    mood: 3,
    needsBoundary: true,
  },
  {
    key: 'phone',
    title: 'On the phone: somebody calls back and forth',
    customer: 'Ada Nowak (on the phone)',
    subject: 'The phone rings',
    opens:
      '"Hello? This is Nowak. I have called three times now. My heating is cold since yesterday, and I have a small child here. Can somebody come? And who calls me back, so that I do not have to wait on the line again?"',
    facts: [
      'The first free visit is tomorrow between 8:00 and 10:00.',
      'Write here what you would say. In real life you note it with "log": who, what, promised what, call back when.',
    ],
    asks: [
      { about: 'when somebody comes', answered: WHEN, again: 'when can somebody come?' },
      {
        about: 'who calls back',
        answered: /\b(i|we|colleague|me|my|back|call|ring|phone)\b.*\b(call|ring|phone|back|myself)\b/i,
        again: 'and who calls me back?',
      },
    ],
    mood: 2,
    phone: true,
  },
];

/** A customer of the past, made anonymous, is played by these rules too. */
export const PAST = 'past';

export function scriptOf(key: string): Script | null {
  return SCRIPTS.find(each => each.key === key) ?? null;
}
