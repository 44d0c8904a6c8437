/** What is asked from outside of a private room, on each desk, and what must not be in the answers. */

/** Words of the customer in the private room, their name and their address. */
export const PLANTED = /quillfeather|zenobia|marigold|#1\b|#2\b/i;
/** What is typed is not an answer. */
export const typedAgain = (text: string) => text.replace(/"[^"]*"|There is no enquiry #1\./g, '');
/** For admins alone; and what a manager of every room may do, too. */
export const ONLY_ADMINS = ['export', 'erase #1', 'erase marigold', 'settings', 'audit 30', 'managers', 'mode direct'];
export const ALSO_MANAGERS = ['letter', 'reasons add Pans'];
export const ASKED = [
  'open',
  'mine',
  'find kettle',
  'find marigold',
  'find 1',
  'customer kettle',
  'customer marigold',
  'stats',
  'stats week by reason',
  'stats everywhere',
  'ratings',
  'insight',
  'replies',
  'answers',
  'findings',
  'incident',
  'expert list',
  'drafts',
  'hours',
  'health all',
  'reasons',
  ...ALSO_MANAGERS,
  ...ONLY_ADMINS,
  'split 1 2',
  'move 1 front',
  'resolve 1',
];

/** The mails of the customer in the private room. */
export const MAILS = [
  {
    from: 'Zenobia Quillfeather <marigold@example.com>',
    subject: 'My kettle rattles',
    text: 'The marigold kettle rattles after a week',
  },
  {
    from: 'Zenobia Quillfeather <marigold@example.com>',
    subject: 'Another marigold matter',
    text: 'Where is my quillfeather pan?',
  },
] as const;
