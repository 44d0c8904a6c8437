/** Français : ce que Deskhand dit lui-même aux clients. */
import type { CustomerTexts } from './en.ts';

export const fr: CustomerTexts = {
  hello: 'Bonjour,',
  helloName: 'Bonjour {name},',
  arrived: 'Merci pour votre message. Nous l’avons bien reçu ; une personne le lira et vous répondra.',
  closed: 'Nous sommes fermés pour le moment et rouvrons {when}.',
  automatic: 'Ceci est une réponse automatique. Pour ajouter quelque chose, il suffit d’y répondre.',
  onDay: '{day} à {time}',
  today: 'aujourd’hui à {time}',
  tomorrow: 'demain à {time}',
  yourMessage: 'Votre message',
  closedEnquiry: 'Nous avons clos votre demande. Qu’avez-vous pensé de notre réponse ?',
  closedEnquiryAbout: 'Nous avons clos votre demande « {subject} ». Qu’avez-vous pensé de notre réponse ?',
  rateHere: 'Dites-le-nous ici, cela ne prend qu’un instant :',
  stillOpen: 'S’il reste quelque chose à régler, répondez simplement à cet e-mail. Ceci est un message automatique.',
  rateTitle: 'Qu’avez-vous pensé de notre réponse ?',
  about: 'À propos de votre demande.',
  aboutSubject: 'À propos de votre demande « {subject} ».',
  rate1: 'Mauvais',
  rate2: 'Pas très bien',
  rate3: 'Correct',
  rate4: 'Bien',
  rate5: 'Très bien',
  choose: 'Veuillez appuyer sur l’un des cinq boutons.',
  thanks: 'Merci',
  rated: 'Merci. Votre réponse : {score}.',
  sorry:
    'Nous en sommes désolés. Pour nous dire ce qui n’a pas été, répondez simplement à notre e-mail : une personne vous lira.',
  canChange: 'Vous pouvez encore changer votre réponse.',
  final: 'Votre réponse ne peut plus être changée.',
  reopened: 'Cette demande est de nouveau ouverte. Une fois réglée, vous pourrez nous donner votre avis ici.',
  merged: 'Cette demande a été regroupée avec une autre.',
  badLink: 'Ce lien est incomplet',
  badLinkHelp:
    'Veuillez ouvrir le lien entier de l’e-mail : certains programmes le coupent en deux. Si cela ne suffit pas, répondez simplement à l’e-mail.',
  sender: '{name} de {shop}',
  yourChat: 'Votre discussion avec nous',
  yourChatWith: 'Votre discussion avec {shop}',
  chatCopy: 'Votre discussion avec nous (nº {number})',
  chatCopyHere: 'Voici la copie de votre discussion, comme vous l’avez demandé.',
  you: 'Vous',
  team: 'Notre équipe',
  boundary:
    'Nous voulons vous aider. Merci de nous écrire sans insultes ni menaces : une personne lit vos messages, et nous ne répondons pas à ceux-là. Dites-nous ce dont vous avez besoin, et nous nous en occuperons.',
  writePrivately:
    'Merci pour votre message. Nous aimerions nous en occuper avec vous : envoyez-nous un message privé, s’il vous plaît.',
};
