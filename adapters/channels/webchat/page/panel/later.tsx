/** What a chat does not need when it is opened: fetched when it is needed. See loading.tsx. */
export { Asking, Menu } from './asks.tsx';
export { choose, sendChosen, Tray } from './attach.tsx';
export { FileView } from './files.tsx';
export { Help } from './help.tsx';
export { Rating } from './rating.tsx';
