/**
 * Counts while somebody writes in a modal. Slack keeps what is typed as long as block and action keep their ids
 * (https://docs.slack.dev/surfaces/modals#preserving-input-entry), so that the same view goes back with other words in one
 * block that nobody writes in.
 */
import type { KnownBlock, ModalView } from '@slack/types';
import type { EnquiryId } from '../../../../src/core/ids.ts';
import type { DurationMs } from '../../../../src/core/time.ts';
import type { Someone } from '../../../../src/desks/rights.ts';
import type { SlackLine } from '../connection/line.ts';
import { countBlock, countName, fieldOf, readForm, type SubmittedView } from '../drawing/forms.ts';
import { placeOf } from '../ids.ts';

/** Slack takes some 100 updates of views a minute from a workspace: this leaves room for a colleague who writes, too. */
const APART: DurationMs = 1_200;

/** A modal as it comes with a press in it. */
type OpenView = SubmittedView & { id?: string; blocks?: KnownBlock[] };

/** Somebody typed in a field of a modal. */
interface Typed {
  view: OpenView;
  field: string;
  by: Someone;
}

/** @returns the field in which something was typed that is counted; null for any other press */
export function fieldCounted(view: OpenView | undefined, blockId: string | undefined): string | null {
  const counted = view?.blocks?.some(each => blockId && each.block_id === countName(blockId));
  return counted && blockId ? blockId : null;
}

/** @returns counts what was typed; of what comes while that is under way only the newest is counted next */
export function makeCounting({ context, rights, calls }: SlackLine): (typed: Typed) => Promise<void> {
  const newest = new Map<string, Typed>();
  const underWay = new Set<string>();
  let shownAt = 0;

  const show = async (id: string, { view: typed, field, by }: Typed) => {
    const view = typed as OpenView & ModalView;
    const read = readForm(view);
    const enquiryId = read?.memory.enquiryId as EnquiryId | null | undefined;
    if (!read || !enquiryId) return;
    const thread = read.memory.thread ?? null;
    const ruling = await rights.act(by, thread && placeOf(thread).channel);
    if (!ruling.ok) return;
    const person = await rights.on(ruling.person, by.user, thread, enquiryId);
    const words = await context.counted(enquiryId, read.values[fieldOf(field)] ?? '', person);
    if (words === null) return;
    const { type, callback_id, title, submit, close, private_metadata } = view;
    const blocks = view.blocks.map(each => (each.block_id === countName(field) ? countBlock(field, words) : each));
    const again = { type, callback_id, title, submit, close, private_metadata, blocks };
    await calls.call('views.update', { view_id: id, view: again });
  };

  return async typed => {
    const { id } = typed.view;
    if (!id) return;
    newest.set(id, typed);
    if (underWay.has(id)) return;
    underWay.add(id);
    try {
      for (let next = newest.get(id); next; next = newest.get(id)) {
        const wait = shownAt + APART - context.clock.now();
        if (wait > 0) {
          await context.clock.sleep(wait);
          continue;
        }
        newest.delete(id);
        shownAt = context.clock.now();
        await show(id, next);
      }
    } catch (error) {
      // A hint: the modal may be closed by now, and the words are counted again before they are sent.
      context.log.debug({ desk: 'slack', error: String(error) }, 'A length could not be shown.');
    } finally {
      underWay.delete(id);
    }
  };
}
