import { expect, test } from 'vitest';
import { isAboutHealth } from '../../../src/knowledge/drafting/sensitive.ts';

const HEALTH = [
  'I was diagnosed with diabetes last year',
  'my son is allergic to nuts',
  'She is pregnant and in a wheelchair',
  'I have a rash and a fever since I wore it',
  'I have been in hospital, my doctor says',
  'It gave me a headache and chest pains',
  'Ich bin krank und habe Fieber',
  'mein Arzt sagt, die Tabletten helfen nicht',
  'Meine Tochter ist schwanger, ich habe starke SCHMERZEN',
  'Ausschlag nach der Salbe, eine Entzündung',
  'Mon médecin dit que je suis malade',
  'une douleur au dos, de la fièvre, je suis allergique',
  'Estoy enferma, tengo fiebre y alergia',
  'el médico me dio medicamentos para el dolor',
  'Sono malata, ho la febbre, il dolore',
  'è in ospedale, è incinta',
  'Ik ben ziek en heb koorts, de dokter zegt',
  'mijn medicijnen, hij is gewond',
  'Estou doente, com febre e dor',
  'o médico diz que estou grávida',
];
const OTHER = [
  'My kettle leaks at the lid, can you repair it?',
  'Where is my refund? I ordered two loaves on Monday.',
  'The bill for the nursery plants and the fertiliser is wrong',
  'Thank you for your hospitality, the pain au chocolat was great',
  'Un pain de campagne et deux baguettes, merci',
  'Das Sauerteigbrot war unten wieder verbrannt',
  "Le gâteau s'est effondré en route",
  'El pan de masa madre estaba quemado otra vez',
  'La torta è arrivata in ritardo',
  'Het brood was weer verbrand',
  'O pão estava outra vez queimado por baixo',
  'Do you open on bank holidays? What are your hours?',
  'The order number is wrong, change the address',
];

test.each(HEALTH)('is about health: %s', text => {
  expect(isAboutHealth(text)).toBe(true);
  expect(isAboutHealth(`Hello,\n${text.toUpperCase()}\nMaya`)).toBe(true);
});

test.each(OTHER)('is about something else: %s', text => {
  expect(isAboutHealth(text)).toBe(false);
});
