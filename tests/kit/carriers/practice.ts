/** The practice desk: the page's requests as JSON, and views as JSON. */
import { takeAction } from '../../../adapters/desks/practice/action.ts';
import { personRef, staffPost, threadRef } from '../../../adapters/desks/practice/ids.ts';
import { roster } from '../../../adapters/desks/practice/people.ts';
import type { StaffAction } from '../../../src/ports/staff.ts';
import type { PrivateView } from '../../../src/ports/views.ts';
import type { MemoryParts } from '../memory-parts.ts';
import { type Carried, type Carrier, wordsOf } from './carrier.ts';
import { catchingContext, rightsOf } from './context.ts';

export function practiceCarrier(world: MemoryParts): Carrier {
  const { context } = catchingContext(world, async () => {});
  const rights = rightsOf(context, roster);
  let n = 0;
  const newId = () => `client-${++n}`.padEnd(12, '-');
  return {
    people: ['Ann', 'Ben'].map(name => ({ ref: personRef(name), name })),
    room: 'room_1',
    threadRef: each => threadRef('room_1', `card:enq_${each}`),
    newPost: () => staffPost(newId()),
    draw: view => ({
      words: wordsOf(view),
      presses: view.buttons.map(each => each.id),
      payload: JSON.parse(JSON.stringify(view)),
    }),
    carry: async what => {
      const body = { id: newId(), person: what.by.name, at: context.clock.now(), ...requestOf(what) };
      const taken = await takeAction(context, rights, JSON.stringify(body));
      return 'error' in taken ? [] : [taken as StaffAction];
    },
  };
}

function requestOf(what: Carried): object {
  const { thread } = what;
  switch (what.do) {
    case 'write':
    case 'edit': {
      const text = what.mentions ? `${what.text} @${what.mentions.name}` : what.text;
      // The post goes by the id of the request that wrote it.
      const named = what.do === 'write' ? { id: what.post.slice(staffPost('').length) } : { post: what.post };
      return { do: what.do, thread, text, ...named };
    }
    case 'delete':
      return { do: 'delete', thread, post: what.post };
    case 'press': {
      const { id: button, value } = (what.on.payload as PrivateView).buttons[what.nth]!;
      return { do: 'press', thread, button, value };
    }
    case 'submit': {
      const { form, submit, values } = what;
      const shown = Object.fromEntries(form.fields.map(each => [each.name, each.value]));
      return { do: 'submit', form: form.id, enquiryId: form.enquiryId, submit, values: { ...shown, ...values } };
    }
  }
}
