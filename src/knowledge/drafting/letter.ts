/** A letter in its three parts: how it greets, what it says, how it ends. Pure. */
import { greetingLine, signOffLine } from '../phrases.ts';

interface Letter {
  greeting: string;
  body: string;
  signOff: string;
}

/** Lines at its end in which a letter may end. */
const SIGNED_LINES = 5;

export function letterIn(text: string): Letter {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const full = lines.flatMap((each, i) => (each.trim() ? [i] : []));
  const [first = 0] = full;
  const greets = full.length > 1 && isGreeting(lines[first]!);
  const end = full.slice(-SIGNED_LINES).find(i => i > first && signOffLine().test(lines[i]!.trim())) ?? lines.length;
  return {
    greeting: greets ? lines[first]!.trim() : '',
    body: lines
      .slice(greets ? first + 1 : first, end)
      .join('\n')
      .trim(),
    signOff: lines.slice(end).join('\n').trim(),
  };
}

/** `Hi,`, `Hi [check: greeting] Maya,`: nothing but whom it is for. */
function isGreeting(line: string): boolean {
  const bare = line
    .replace(/\[check: [^\]]+\]/g, 'Hello')
    .replace(/\{[^{}]+\}/g, 'you')
    .trim();
  return bare.length < 60 && bare.replace(greetingLine(), '').trim() === '';
}
