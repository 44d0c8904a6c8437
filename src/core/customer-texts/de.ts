/** Deutsch: was Deskhand selbst zu Kunden sagt. */
import type { CustomerTexts } from './en.ts';

export const de: CustomerTexts = {
  hello: 'Guten Tag,',
  helloName: 'Guten Tag {name},',
  arrived: 'vielen Dank für Ihre Nachricht. Sie ist angekommen; ein Mensch wird sie lesen und Ihnen antworten.',
  closed: 'Wir haben gerade geschlossen und sind {when} wieder da.',
  hearBack: 'Die meisten bekommen {by} eine Antwort.',
  byDay: 'bis {day} um {time} Uhr',
  byToday: 'bis heute um {time} Uhr',
  byTomorrow: 'bis morgen um {time} Uhr',
  automatic: 'Dies ist eine automatische Antwort. Wenn Sie etwas ergänzen möchten, antworten Sie einfach darauf.',
  onDay: 'am {day} um {time} Uhr',
  today: 'heute um {time} Uhr',
  tomorrow: 'morgen um {time} Uhr',
  yourMessage: 'Ihre Nachricht',
  closedEnquiry: 'wir haben Ihre Anfrage abgeschlossen. Wie waren wir?',
  closedEnquiryAbout: 'wir haben Ihre Anfrage „{subject}“ abgeschlossen. Wie waren wir?',
  rateHere: 'Sagen Sie es uns hier, es dauert nur einen Moment:',
  stillOpen:
    'Falls noch etwas offen ist, antworten Sie einfach auf diese E-Mail. Dies ist eine automatische Nachricht.',
  rateTitle: 'Wie waren wir?',
  about: 'Zu Ihrer Anfrage.',
  aboutSubject: 'Zu Ihrer Anfrage „{subject}“.',
  rate1: 'Schlecht',
  rate2: 'Nicht so gut',
  rate3: 'In Ordnung',
  rate4: 'Gut',
  rate5: 'Sehr gut',
  choose: 'Bitte drücken Sie eine der fünf Schaltflächen.',
  thanks: 'Vielen Dank',
  rated: 'Vielen Dank. Ihre Antwort: {score}.',
  sorry:
    'Das tut uns leid. Was lief nicht gut? Antworten Sie einfach auf unsere E-Mail, ein Mensch wird Ihre Nachricht lesen.',
  canChange: 'Sie können Ihre Antwort noch ändern.',
  final: 'Ihre Antwort lässt sich nicht mehr ändern.',
  reopened: 'Diese Anfrage ist wieder offen. Wenn sie erledigt ist, können Sie uns hier sagen, wie wir waren.',
  merged: 'Diese Anfrage wurde mit einer anderen zusammengeführt.',
  badLink: 'Dieser Link ist nicht vollständig',
  badLinkHelp:
    'Bitte öffnen Sie den ganzen Link aus der E-Mail: Manche Programme trennen ihn. Wenn das nicht hilft, antworten Sie einfach auf die E-Mail.',
  sender: '{name} von {shop}',
  yourChat: 'Ihr Chat mit uns',
  yourChatWith: 'Ihr Chat mit {shop}',
  chatCopy: 'Ihr Chat mit uns (Nr. {number})',
  chatCopyHere: 'Hier ist die Kopie Ihres Chats, um die Sie gebeten haben.',
  you: 'Sie',
  team: 'Unser Team',
  boundary:
    'Wir möchten Ihnen dabei gern helfen. Bitte schreiben Sie uns ohne Beleidigungen und Drohungen: Ihre Nachrichten liest ein Mensch, und auf solche antworten wir nicht. Sagen Sie uns, was Sie brauchen, und wir kümmern uns darum.',
  writePrivately:
    'Danke für Ihre Nachricht. Wir möchten uns gern darum kümmern: Bitte schreiben Sie uns eine private Nachricht.',
};
