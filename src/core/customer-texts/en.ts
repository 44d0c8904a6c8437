/** English: what Deskhand itself says to customers by email and on the rating page, and the list of all there is. */
export const en = {
  hello: 'Hello,',
  helloName: 'Hello {name},',
  arrived: 'Thank you for your message. It has arrived, and a person will read it and answer you.',
  closed: 'We are closed at the moment and open again {when}.',
  /** When most people are answered, with one of the three below it: on another day, on this day or the next. */
  hearBack: 'Most people hear back {by}.',
  byDay: 'by {day} at {time}',
  byToday: 'by {time} today',
  byTomorrow: 'by {time} tomorrow',
  automatic: 'This is an automatic reply. If you want to add something, just reply to it.',
  /** A moment on another day, and on this day or the next. */
  onDay: 'on {day} at {time}',
  today: 'today at {time}',
  tomorrow: 'tomorrow at {time}',
  /** The subject of a reply to a message that had none. */
  yourMessage: 'Your message',
  closedEnquiry: 'We have closed your enquiry. How did we do?',
  closedEnquiryAbout: 'We have closed your enquiry "{subject}". How did we do?',
  rateHere: 'Tell us here, it only takes a moment:',
  stillOpen: 'If anything is still open, just reply to this email. This is an automatic message.',
  rateTitle: 'How did we do?',
  about: 'About your enquiry.',
  aboutSubject: 'About your enquiry "{subject}".',
  rate1: 'Bad',
  rate2: 'Not so good',
  rate3: 'All right',
  rate4: 'Good',
  rate5: 'Very good',
  choose: 'Please press one of the five buttons.',
  thanks: 'Thank you',
  rated: 'Thank you. You said: {score}.',
  sorry: 'We are sorry. To tell us what went wrong, just reply to our email. A person will read it.',
  canChange: 'You can still change it.',
  final: 'This can no longer be changed.',
  reopened: 'This enquiry is open again. When it is done you can tell us here how we did.',
  merged: 'This enquiry was continued in another one.',
  badLink: 'This link is not complete',
  badLinkHelp:
    'Please open the whole link from the email: some programs break it in two. If that does not help, just reply to the email.',
  /** The sender of a reply. */
  sender: '{name} at {shop}',
  yourChat: 'Your chat with us',
  /** The subject of an answer in a chat that goes on by email: with the name of the shop, or without as above. */
  yourChatWith: 'Your chat with {shop}',
  chatCopy: 'Your chat with us (#{number})',
  chatCopyHere: 'Here is the copy of your chat that you asked for.',
  you: 'You',
  team: 'Our team',
  /** In public, to somebody who should write privately: without a link and without a name. */
  /** Staff send it, after a preview, to somebody who insults or threatens them. */
  boundary:
    'We want to help you with this. Please write to us without insults or threats: a person reads your messages, and we do not answer those. Tell us what you need, and we will see to it.',
  writePrivately: 'Thank you for writing. We would like to look into this with you: please send us a private message.',
  /** The page of answers, and what is said of one. */
  answers: 'Answers',
  answersOf: 'Answers from {shop}',
  answersSearch: 'Search the answers',
  answersFind: 'Search',
  answersFound: 'What we found for "{words}"',
  answersNone: 'Nothing was found. Try other words, or write to us: a person will answer you.',
  answersAll: 'All answers',
  answersGone: 'This answer is no longer here.',
  answersSlow: 'That was a lot at once. Please try again in a minute.',
  answersChanged: 'Last changed {day}',
  askPerson: 'Ask a person',
  mayHelp: 'This may help',
  mayHelpMail: 'Until then, this may help:',
  solved: 'That solved it',
  mailSolved: 'Did that solve it? Tell us here, and nobody has to look at it any more:',
  mailPerson: 'If it did not, you need not do anything: a person will answer you.',
  solvedTitle: 'Did this solve it?',
  solvedThanks:
    'Thank you. We have closed your enquiry. If anything is still open, just reply to our email: a person will answer you.',
  solvedOpen: 'Then there is nothing to do here: a person will answer you.',
  gladItHelped: 'Good to hear. If you need anything else, just write.',
  questionsWhy: 'So that we can help you sooner. You can skip this.',
  questionsSkip: 'Skip',
};

export type CustomerTexts = Record<keyof typeof en, string>;
