/** @module Command lines for copying: how to repeat a run, or one case of it. */
import type { Report } from '../harness/report.js';

/** Options of the run that would only be in the way of repeating one case. */
const LEFT_OUT = ['--suite', '--shard', '--out', '--case'];

/** The command line of the run, quoted for a POSIX shell. @internal */
export function runCommand(report: Report): string {
  return report.command.map(quoteWord).join(' ');
}

/** The command line of the run, narrowed to one case: its id is a pattern of itself. @internal */
export function caseCommand(report: Report, caseId: string): string {
  const words: string[] = [];
  let skipValue = false;
  for (const word of report.command) {
    if (skipValue) {
      skipValue = false;
    } else if (LEFT_OUT.includes(word)) {
      skipValue = true;
    } else if (!LEFT_OUT.some((option) => word.startsWith(`${option}=`))) {
      words.push(word);
    }
  }
  return [...words, '--suite', caseId].map(quoteWord).join(' ');
}

/** Control characters are written `$'\x1b'`, so that pasting cannot run anything. */
function quoteWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  const escaped = word.replace(/['\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const bytes = [...new TextEncoder().encode(character)];
    return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  });
  return `$'${escaped}'`;
}
