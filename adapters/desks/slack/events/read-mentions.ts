/** Whom and what a message names: people and groups, for whom it then is, and channels, which customers cannot see. Pure. */
import { type Span, spanOf } from '../../../../src/core/formatted.ts';
import { LEFT_OUT } from '../../../../src/desk/left-out.ts';

/** Names by id, as far as they are known; null: unknown. */
export interface Names {
  user(id: string): string | null;
  channel(id: string): string | null;
}

/** What is gathered on the way. */
export interface Reading {
  names: Names;
  /** Labels that Slack put into the plain text: of groups, and of channels on older clients. */
  labels: Map<string, string>;
  mentions: string[];
  leftOut: string[];
}

type Style = Omit<Span, 'text' | 'link'>;

/** Never by the label that Slack puts into plain text: that is the profile's own name, and customers do not get those. */
export function userSpans(id: string, reading: Reading, style: Style): Span[] {
  reading.mentions.push(id);
  return [spanOf(`@${reading.names.user(id) ?? 'somebody'}`, style)];
}

export function groupSpans(id: string, reading: Reading, style: Style): Span[] {
  reading.mentions.push(id);
  return [spanOf(`@${(reading.labels.get(id) ?? 'group').replace(/^@/, '')}`, style)];
}

/** By its name, which is a word to a customer; without the sign, which leads them nowhere. */
export function channelSpans(id: string, reading: Reading, style: Style): Span[] {
  const name = reading.names.channel(id);
  if (name) return [spanOf(name.replace(/^#/, ''), style)];
  reading.leftOut.push(LEFT_OUT.channel);
  return [];
}
