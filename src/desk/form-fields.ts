/** The fields that forms are made of. Pure. */
import type { FormField, FormView } from '../ports/views.ts';

interface Choice {
  value: string;
  label: string;
}

export function text(name: string, label: string, value: string, more: Partial<FormField> = {}): FormField {
  return { name, label, kind: 'text', value, ...more };
}

export function choice(name: string, label: string, value: string, choices: Choice[], more = {}): FormField {
  return { name, label, kind: 'choice', value, choices, ...more };
}

/** @param submit what its buttons do: the word of each, and what stands on it */
export function form(
  id: FormView['id'],
  title: string,
  enquiryId: FormView['enquiryId'],
  fields: FormField[],
  submit: Record<string, string>,
): FormView {
  return { id, title, enquiryId, fields, submit: Object.entries(submit).map(([each, label]) => ({ id: each, label })) };
}
