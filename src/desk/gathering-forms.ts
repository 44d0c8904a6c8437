/** The forms of findings and incidents. Pure. */

import { FINDING_STATES } from '../core/gathering.ts';
import type { AlertId, EnquiryId, GatheringId, RoundId, StaffId } from '../core/ids.ts';
import type { FormField, FormView } from '../ports/views.ts';
import { choice, form, text } from './form-fields.ts';
import { GATHERING_FORM, STATE_WORDS } from './gathering-words.ts';

/** In the fields `into` and `owner`: none of those that are there. */
export const FRESH = 'new';
export const NOBODY_YET = 'nobody';

type What = 'finding' | 'incident';
interface Choice {
  value: string;
  label: string;
}

/** @param near those that may be meant, the nearest first */
export function flagForm(enquiryId: EnquiryId, near: Choice[], suggested: string): FormView {
  const fields = [
    ...(near.length
      ? [choice('into', GATHERING_FORM.into, suggested, [{ value: FRESH, label: GATHERING_FORM.fresh }, ...near])]
      : []),
    text('title', GATHERING_FORM.why, '', { kind: 'long-text', optional: true, help: GATHERING_FORM.whyHelp }),
    text('behind', '', 'finding.flag', { kind: 'hidden' }),
  ];
  return form('finding.form', GATHERING_FORM.flag, enquiryId, fields, { flag: GATHERING_FORM.flagIt });
}

export function incidentForm(enquiryId: EnquiryId, lasting: Choice[], suggested: string): FormView {
  const fields = [
    ...(lasting.length
      ? [choice('into', GATHERING_FORM.which, suggested, [...lasting, { value: FRESH, label: GATHERING_FORM.fresh }])]
      : []),
    text('title', GATHERING_FORM.going, '', { optional: lasting.length > 0, help: GATHERING_FORM.goingHelp }),
    text('behind', '', 'incident.link', { kind: 'hidden' }),
  ];
  return form('incident.form', GATHERING_FORM.link, enquiryId, fields, { link: GATHERING_FORM.linkIt });
}

interface OfAlert {
  alert: AlertId;
  /** How many enquiries the alert had: those that join it while somebody fills this in are not meant. */
  had: number;
  lasting: Choice[];
  suggested: string;
  /** What it says is rising. */
  title: string;
  /** The newest, all of them ticked. */
  shown: Choice[];
  /** How many older ones are linked with them. */
  older: number;
}

/** What an alert says is rising, as part of an incident: its enquiries are ticked already. */
export function alertForm({ alert, had, lasting, suggested, title, shown, older }: OfAlert): FormView {
  const hiddenField = (name: string, value: string) => text(name, '', value, { kind: 'hidden' });
  const ids = shown.map(each => each.value).join(',');
  const help = older > 0 ? { help: GATHERING_FORM.andOlder(older) } : {};
  const fields: FormField[] = [
    ...(lasting.length
      ? [choice('into', GATHERING_FORM.which, suggested, [...lasting, { value: FRESH, label: GATHERING_FORM.fresh }])]
      : []),
    text('title', GATHERING_FORM.going, title, { optional: lasting.length > 0, help: GATHERING_FORM.goingHelp }),
    { ...text('which', GATHERING_FORM.evidence, ids, { optional: true, choices: shown, ...help }), kind: 'ticks' },
    hiddenField('alert', alert),
    hiddenField('had', String(had)),
    hiddenField('shown', ids),
    hiddenField('behind', 'alert.incident'),
  ];
  return form('incident.form', GATHERING_FORM.link, null, fields, { link: GATHERING_FORM.linkThem });
}

interface Behind {
  what: What;
  id: GatheringId;
  version: number;
}

/** The form is opened again by these. */
function hidden({ id, version }: Behind, button: string): FormField[] {
  const field = (name: string, value: string) => text(name, '', value, { kind: 'hidden' });
  return [field('gathering', id), field('version', String(version)), field('behind', button)];
}

interface Edited extends Behind {
  title: string;
  state: string;
  step: string;
  owner: StaffId | typeof NOBODY_YET;
  owners: Choice[];
  notice: string;
  /** Sites of the web chat; of one there is nothing to choose. */
  sites: Choice[];
  chosen: readonly string[];
}

export function gatheringForm(given: Edited): FormView {
  const { what, owners, sites } = given;
  const states = FINDING_STATES.map(value => ({ value, label: STATE_WORDS[value] }));
  const fields: FormField[] = [
    text('title', GATHERING_FORM.title, given.title, { optional: what === 'finding', help: GATHERING_FORM.whyHelp }),
    ...(what === 'finding' ? [choice('state', GATHERING_FORM.state, given.state, states)] : []),
    text('step', GATHERING_FORM.step, given.step, { optional: true }),
    choice('owner', GATHERING_FORM.owner, given.owner, [
      ...owners,
      { value: NOBODY_YET, label: GATHERING_FORM.nobody },
    ]),
    ...(what === 'incident'
      ? [text('notice', GATHERING_FORM.notice, given.notice, { optional: true, help: GATHERING_FORM.noticeHelp })]
      : []),
    ...(what === 'incident' && sites.length > 1
      ? [
          {
            ...text('sites', GATHERING_FORM.sites, given.chosen.join(','), {
              optional: true,
              choices: sites,
              help: GATHERING_FORM.sitesHelp,
            }),
            kind: 'ticks' as const,
          },
        ]
      : []),
    ...hidden(given, `${what}.edit`),
  ];
  return form('gathering.form', GATHERING_FORM.edit[what], null, fields, { save: GATHERING_FORM.save });
}

export function evidenceForm(given: Behind & { enquiries: Choice[] }): FormView {
  const fields: FormField[] = [
    text('add', GATHERING_FORM.add, '', { optional: true }),
    ...(given.enquiries.length
      ? [
          {
            ...text('take', GATHERING_FORM.take, '', { optional: true, choices: given.enquiries }),
            kind: 'ticks' as const,
          },
        ]
      : []),
    ...hidden(given, `${given.what}.evidence`),
  ];
  return form('evidence.form', GATHERING_FORM.evidence, null, fields, { save: GATHERING_FORM.save });
}

export function tellForm(given: Behind & { text: string; round: RoundId | null }): FormView {
  const fields: FormField[] = [
    text('text', GATHERING_FORM.text, given.text, { kind: 'long-text', help: GATHERING_FORM.textHelp }),
    ...hidden(given, `${given.what}.tell`),
    ...(given.round ? [text('round', '', given.round, { kind: 'hidden' })] : []),
  ];
  return form('round.form', GATHERING_FORM.tell[given.what], null, fields, { look: GATHERING_FORM.look });
}
