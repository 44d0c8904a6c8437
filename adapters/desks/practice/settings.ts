/** The practice desk in the settings: it is there where no other desk is set, and only on this machine. */
import type { DeskSettings } from '../../../src/ports/settings.ts';

export const practiceSettings: DeskSettings = {
  kind: 'practice',
  label: 'Practice desk',
  read: () => ({
    kind: 'practice',
    own: null,
    signsIn: false,
    shared: false,
    room: null,
    team: null,
    teamHelp: '',
    places: url => [{ what: 'Practice desk', where: `${url}/` }],
  }),
};
