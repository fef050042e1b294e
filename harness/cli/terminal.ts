/** @module What people see on a terminal: colours, and lines that are not cut inside a word. */

/** Whether a stream shows colours (https://no-color.org). */
function hasColours(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force } = process.env;
  if (no !== undefined && no !== '') return false;
  return (force !== undefined && force !== '' && force !== '0') || isLive(stream);
}

/** Whether a stream is a terminal that can do more than print. @internal */
export function isLive(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env['TERM'] !== 'dumb';
}

const CODES = { red: 31, green: 32, yellow: 33, cyan: 36, dim: 2, bold: 1 } as const;

/** Text in a colour, if standard output shows colours. @internal */
export function paint(text: string, colour: keyof typeof CODES): string {
  return hasColours(process.stdout) ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
}

const NARROWEST = 40;
/** In less, words cannot be read. */
const ROOM_MIN = 24;
/* Sequences that take no place. */
const sequence = /\u001b\[\d+m/g;

/**
 * A line for standard output: on a terminal folded between words, the rest `indent` deep; elsewhere
 * as it is. @internal
 */
export function fold(line: string, indent: number): string {
  const { stdout } = process;
  if (!stdout.isTTY || stdout.columns === undefined || stdout.columns < NARROWEST) return line;
  return foldTo(line, stdout.columns, indent);
}

/** The same for a width. @internal */
export function foldTo(line: string, columns: number, indent: number): string {
  const margin = ' '.repeat(columns - indent < ROOM_MIN ? 4 : indent);
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<=\S) (?=\S)/)) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && longer.replace(sequence, '').length > columns) {
      lines.push(current);
      current = margin + word;
    } else current = longer;
  }
  return [...lines, current].join('\n');
}
