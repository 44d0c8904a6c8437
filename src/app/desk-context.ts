/** Builds the context each desk gets: storing deliveries and actions, and reading what it may show. */
import { createHash } from 'node:crypto';
import { takeWith } from '../acts/take.ts';
import { COMMANDS } from '../desk/commands.ts';
import { opensGatheringForm } from '../desk/gathering-actions.ts';
import { ownNameFields } from '../desk/settings-forms.ts';
import { staffOf } from '../handling/known-staff.ts';
import { OWN_NAME, saveOwnName } from '../handling/own-name.ts';
import { expertForm, leftTheTeam } from '../handling/volunteer.ts';
import { noPainter, type Painter } from '../ports/answer.ts';
import type { ChannelKind } from '../ports/channel.ts';
import type { DeskKind } from '../ports/desk.ts';
import type { DeskContext, TrialTaken } from '../ports/desk-context.ts';
import type { Parts } from '../ports/parts.ts';
import type { Bus } from '../ports/shelf.ts';
import { articleForm, wrongInArticle } from '../posting/article-form.ts';
import { countedFor, formFor } from '../posting/forms.ts';
import { gatheringFormFor, wrongInGathering } from '../posting/gathering-forms.ts';
import { homeOf, offersLesson } from '../posting/home.ts';
import { makeKnownHere } from '../posting/known-here.ts';
import { logFormFor, wrongInLog } from '../posting/log-form.ts';
import { isManager } from '../posting/managing.ts';
import { ownRoom, withOwn } from '../posting/own-room.ts';
import { savedForm, wrongInSaved } from '../posting/saved-form.ts';
import { beginWith, startsFor } from '../posting/starts.ts';
import { makeKeptFiles } from '../reply/staff-files.ts';
import type { AdminParts, IsWritten } from '../settings/admin.ts';
import { settingsForm } from '../settings/forms.ts';
import type { Sealer } from '../settings/provision.ts';
import { placeRoom, saveSettings } from '../settings/save.ts';
import { vaultOf } from '../settings/vault.ts';
import { showTyping } from '../watching/typing.ts';

interface DeskContextParts {
  options: {
    sealer: Sealer;
    deskKind: DeskKind;
    publicUrl: string;
    samples?: DeskContext['samples'];
    /** Many workspaces share this installation. */
    shared?: boolean;
    variables?: Readonly<Record<string, string>>;
    channelKinds: ChannelKind[];
    /** Draws charts; without one there are no pictures. */
    painter?: Painter;
  };
  parts: Parts;
  bus: Bus;
  isWritten: IsWritten;
  troubles(): string[];
  changed(): Promise<void>;
  /** Frees what waits for the rooms. */
  resume(): Promise<void>;
  /** Takes in a trial enquiry of a person, unless they have one. */
  tryOut(by: string): Promise<TrialTaken | null>;
}

export function makeDeskContext(given: DeskContextParts): DeskContext {
  const { parts, isWritten, changed } = given;
  const { sealer, publicUrl, channelKinds, painter = noPainter, shared = false } = given.options;
  const { store, clock, ids, log, workspaceId } = parts;
  const deskKind = given.options.deskKind.kind;
  const admin: AdminParts = {
    parts,
    channelKinds,
    sealer,
    staffId: async by => (await staffOf(parts, by)).id,
    deskKind,
    ownName: {
      about: OWN_NAME,
      fields: async by => ownNameFields(await store.staffByRef(by.deskRef)),
      save: (by, values) => saveOwnName(parts, by, values),
    },
    publicHostsOnly: shared,
    variable: name => given.options.variables?.[name] ?? null,
    isWritten,
    changed,
  };
  const known = makeKnownHere(parts);
  return {
    clock,
    ids,
    log,
    bus: given.bus,
    shelf: store.shelf(`desk:${deskKind}`),
    publicUrl,
    samples: given.options.samples ?? (() => []),
    commands: COMMANDS,
    kinds: channelKinds.map(({ kind, connect }) => ({ kind, connect })),
    vault: vaultOf(store.shelf(`vault:desk:${deskKind}`), sealer, `${workspaceId}:vault:desk:${deskKind}`),
    ...takeWith(parts, deskKind),
    ...known,
    ...makeKeptFiles(parts, digest),
    typing: thread => showTyping(parts, thread),
    draw: (chart, look) => painter.draw(chart, look),
    resume: given.resume,
    place: (room, deskRef) => placeRoom(admin, room, deskRef),
    manages: by => isManager(parts, by),
    left: (person, forGood) => leftTheTeam(parts, person, forGood),
    own: person => ownRoom(parts, person),
    message: async (id, by) => known.message(id, by && (await withOwn(parts, by))),
    form: async (button, enquiryId, by, of) => formFor(parts, button, enquiryId, await withOwn(parts, by), of),
    counted: async (enquiryId, text, by) => countedFor(parts, enquiryId, text, await withOwn(parts, by)),
    starts: async (enquiryId, typed, by) => startsFor(parts, enquiryId, typed, await withOwn(parts, by)),
    begin: async (enquiryId, chosen, by, now, charsMax) =>
      beginWith(parts, enquiryId, chosen, await withOwn(parts, by), now, charsMax),
    logForm: () => logFormFor(parts),
    wrongInLog: values => wrongInLog(parts, values),
    ...keptForms(parts),
    expertForm: (by, filled) => expertForm(parts, by, filled),
    settingsForm: (about, by) => settingsForm(admin, about, by),
    saveSettings: (about, by, values) => saveSettings(admin, about, by, values),
    home: by =>
      homeOf(
        {
          parts,
          channelKinds,
          isWritten,
          troubles: given.troubles,
          hasSamples: Boolean(given.options.samples?.().length),
        },
        by,
      ),
    offersLesson: by => offersLesson(parts, by),
    tryOut: by => given.tryOut(by.deskRef),
  };
}

/** Forms of what is kept: saved replies, articles, findings and incidents. */
function keptForms(parts: Parts): Pick<DeskContext, 'savedForm' | 'checkSaved'> {
  return {
    savedForm: (button, value, by) => {
      if (opensGatheringForm(button)) return gatheringFormFor(parts, button, value, by);
      return (isOfArticle(button) ? articleForm : savedForm)(parts, button, value, by);
    },
    checkSaved: (values, submit, by) => {
      if (values.behind) return wrongInGathering(parts, values, by);
      return isOfArticle(submit) ? wrongInArticle(parts, values, by) : wrongInSaved(parts, values, submit, by);
    },
  };
}

/** A button or a form's button about what anybody may read. */
function isOfArticle(id: string): boolean {
  return id.startsWith('article.');
}

function digest(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}
