/**
 * Tells absence notes and other automatic replies from people's mail where no header does: a subject alone is enough for
 * none, since people write "Absent" and "Automatic reply" above their letters too.
 */
import { readNote } from './absence-notes.ts';
import { type AbsenceSubject, absenceSubject, answeredSubject, plainWords } from './absence-subjects.ts';

/** A subject that only automatic answers have. */
export function isAutoReplySubject(subject: string): boolean {
  return isAutomatic(absenceSubject(subject));
}

/** A subject that says somebody is away or that a machine answers, above a text that fits. */
export function isAbsence(subject: string, text: string): boolean {
  const answered = answeredSubject(subject);
  const about = absenceSubject(answered ?? subject);
  if (about === null) return false;
  const said = readNote(plainWords(text));
  // "Out of office: back on Monday" says both in one line.
  const [, behind = ''] = /[:：](.*)$/u.exec(plainWords(subject)) ?? [];
  const fits = (said.note || readNote(behind).note) && !said.asks && !said.goods;
  if (!isAutomatic(about)) return answered === null && fits && !said.mentions;
  // Whoever answers an absence note has it in the subject as well.
  if (answered !== null) return (fits || said.declared) && !said.asks && !said.mentions;
  if (said.declared) return true;
  if (said.mentions) return false;
  if (said.note || said.returns || said.received) return true;
  // People write "Automatic reply" too, and not "Automatic reply: Your order".
  return !said.asks && (about === 'automatic' || said.absent || text.trim() === '');
}

const isAutomatic = (about: AbsenceSubject) => about === 'automatic' || about === 'automatic-alone';

/** A subject that may say so: with another mark of a machine it does. */
export function mayBeAbsence(subject: string): boolean {
  return (
    absenceSubject(subject) !== null ||
    /^\s*(auto\s?:|i am out of|abwesen|absent|assente|afwezig|frånvaro|fravær|poissa|nieobecno)/i.test(subject)
  );
}

/** Words that only automatic answers use, and no request. */
export function soundsAbsent(text: string): boolean {
  const said = readNote(plainWords(text));
  return (said.note || said.declared) && !said.asks && !said.goods && !said.mentions;
}

/** Somebody asks for something, or speaks of goods. */
export function asksSomething(text: string): boolean {
  const said = readNote(plainWords(text));
  return said.asks || said.goods;
}
