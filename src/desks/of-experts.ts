/** What people of the team do as experts, in a room or in none: they volunteer, and answer what they themselves are asked. Pure. */

/** Buttons and forms that count for whoever they were shown to: what they are about is looked at when they are done. */
const BUTTONS = /^(expert\.|message\.show_all$)/;
const FORMS: ReadonlySet<string> = new Set(['expert.form', 'expert.tell.form']);
/** Words with which somebody says what they know about. */
const COMMAND = /^\s*\/?\s*(?:(?:desk|deskhand)\s+)?experts?\b/i;

/** @param id of a button or a form. @returns who may: whoever reads a room, or anybody of the team */
export function whoMay(id: string): 'rooms' | 'team' {
  return BUTTONS.test(id) && (FORMS.has(id) || !id.endsWith('.form')) ? 'team' : 'rooms';
}

export function isAboutExperts(words: string): boolean {
  return COMMAND.test(words);
}
