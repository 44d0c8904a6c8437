import { describe, expect, test } from 'vitest';
import { isOnlyThanks } from '../../src/core/thanks.ts';

const ONLY = `Thanks!|Thank you so much|Many thanks for your quick reply.|Great, thanks 👍|ok thank you|Thanks again!|Cheers|Perfect, thank you very much for your help!
Danke!|Vielen Dank für die schnelle Antwort|Super, danke|Herzlichen Dank und schönes Wochenende|Dankeschön 😊|Alles klar, danke!
Merci beaucoup !|Merci pour votre réponse rapide|Parfait, merci|Je vous remercie|Merci à tous, bonne journée
Gracias|¡Muchas gracias por su ayuda!|Perfecto, gracias|Muy amable, saludos
Grazie mille!|Perfetto, grazie|La ringrazio per la risposta|Grazie ancora, buona giornata
Dank je wel!|Bedankt voor de snelle reactie|Hartelijk dank|Top, bedankt!|Dank u wel, fijne dag`;

const MORE = `Thanks, but it still does not work|Thanks, however the lid is broken|Thank you. When will it arrive?|thanks for nothing|Great, where is my order|Thanks, order 4711|Thanks - I have one more question|Great, help me|Thanks. See https://example.com|no|ok|Hello|thx but no|👍
Danke, aber es geht immer noch nicht|Danke, leider falsch|Vielen Dank, wann kommt es|Danke, kein Strom mehr|Danke für nichts
Merci mais ça ne marche pas|Merci, quand arrive-t-il|Merci, malheureusement cassé|Merci, toujours pas reçu
Gracias, pero no funciona|Gracias, ¿cuándo llega?|Gracias por nada
Grazie, ma non funziona|Grazie, quando arriva|Grazie, purtroppo rotto
Bedankt, maar het werkt niet|Dank je, waar is het|Bedankt, helaas kapot`;

const lines = (text: string) => text.split(/[|\n]/);

describe('thanks alone', () => {
  test.each(lines(ONLY))('"%s" does not reopen', text => expect(isOnlyThanks(text)).toBe(true));
});
describe('thanks with more, or no thanks at all', () => {
  test.each(lines(MORE))('"%s" reopens', text => expect(isOnlyThanks(text)).toBe(false));
  test('thanks with any objection of the six languages always reopen', () => {
    const thanks = ['Thanks', 'Danke', 'Merci', 'Gracias', 'Grazie', 'Bedankt'];
    const but = [
      'but',
      'aber',
      'mais',
      'pero',
      'ma',
      'maar',
      'however',
      'leider',
      'cependant',
      'sin embargo',
      'purtroppo',
      'helaas',
    ];
    for (const first of thanks) for (const word of but) expect(isOnlyThanks(`${first}, ${word} good`)).toBe(false);
  });
  test('a letter is never mere thanks, however polite', () => expect(isOnlyThanks('thanks '.repeat(30))).toBe(false));
});
