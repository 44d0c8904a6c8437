/** Sentences around a practice, and what can be pressed there. Pure. */
import type { ButtonView } from '../ports/button.ts';
import type { EntryView } from '../ports/views.ts';
import { button } from './cards.ts';

export const PRACTICE = {
  choose:
    'Practise with a customer who is made up. Only you see it, nothing is sent, and nothing of it is kept or counted. Whom would you like?',
  going: 'You are practising already. Go on with it, or finish it first.',
  noSuch: (typed: string) => `There is no practice called "${typed}". Type practice to see which there are.`,
  noPlace:
    'This desk has no place that only you can read, so you cannot practise here. Practise in the personal chat with Deskhand, or ask an admin to install it again.',
  noRoom: 'There is no room for customers yet. Ask an admin to choose one; then you can practise.',
  noPast:
    'There is no enquiry of the past that can be made anonymous well enough. Choose one of the customers who are made up.',
  comes: 'Your customer writes in a moment. Only you can see it.',
  there: (customer: string, number: number) => `${customer} wrote to you: #${number}. Only you can see it.`,
  intro: (facts: readonly string[]) =>
    [
      'This is practice. Nobody else sees it, and nothing you write reaches anybody.',
      ...(facts.length ? ['What you would look up:', ...facts.map(each => `· ${each}`)] : []),
    ].join('\n'),
  happy: 'They have what they wanted. Press Resolve, or go on as long as you like.',
  onlyHere:
    'This is practice: nobody else is asked, nothing is learnt from it, and nothing of it goes to a real enquiry.',
  over: 'Practice is over',
  nothing: 'Practice is over, and nothing of it is kept. Come back whenever you like.',
  feedback: (good: readonly string[], toTry: string) =>
    [
      'Well done. Two things that were good:',
      ...good.map(each => `· ${each}`),
      'One thing to try:',
      `· ${toTry}`,
      'Only you see this. The practice is deleted.',
    ].join('\n'),
  lesson: 'New here? A first lesson takes five minutes, with a customer who is made up. Only you see it.',
  lessonNo: 'All right. If you ever want to, type practice.',
};

export const FINISH: ButtonView = button('practice.end', 'Finish practising', 'now');
export const AGAIN: ButtonView = button('command.run', 'Practise again', '- practice');

/** Buttons to choose from, each by the name of its script. */
export function choices(scripts: readonly { key: string; title: string }[]): ButtonView[] {
  return scripts.map(({ key, title }) => button('practice.start', title, key));
}

/** The quiet line below the card of a practice. */
export function introLine(facts: readonly string[], lesson: readonly string[]): EntryView {
  return { as: 'line', words: [PRACTICE.intro(facts), ...lesson].join('\n'), buttons: [FINISH], tone: 'quiet' };
}

export function happyLine(): EntryView {
  return { as: 'line', words: PRACTICE.happy, buttons: [FINISH], tone: 'quiet' };
}

/** The first lesson, offered once. */
export const LESSON_BUTTONS: readonly ButtonView[] = [
  button('practice.start', 'Start the first lesson', 'lesson', 'primary'),
  button('practice.no', 'No, thanks', 'lesson'),
];
