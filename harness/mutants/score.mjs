/** The mutation score, and who survived, from the report that StrykerJS writes. */

const CAUGHT = new Set(['Killed', 'Timeout', 'RuntimeError']);
const MISSED = new Set(['Survived', 'NoCoverage']);

/** Lines for people: the survivors, then the score with and without the equivalent ones. */
export function scoreLines({ files }, equivalents) {
  const found = Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants.map((mutant) => ({
      ...mutant,
      file,
      text: lines[mutant.location.start.line - 1],
    }));
  });
  const counted = found.filter(({ status }) => CAUGHT.has(status) || MISSED.has(status));
  const missed = counted.filter(({ status }) => MISSED.has(status));
  const equivalent = missed.filter((mutant) => equivalents.some((one) => describes(one, mutant)));
  const survivors = missed.filter((mutant) => !equivalent.includes(mutant));
  const caught = counted.length - missed.length;
  const uncovered = survivors.filter(({ status }) => status === 'NoCoverage').length;
  const ignored = found.filter(({ status }) => status === 'Ignored').length;
  return [
    ...survivors.flatMap(survivorLines),
    `${counted.length} mutants: ${caught} caught, ${missed.length} not ` +
      `(${equivalent.length} listed as equivalent, ${uncovered} that no case reaches); ` +
      `${ignored} not mutated: no behaviour`,
    `mutation score ${percent(caught, counted.length)}, ` +
      `${percent(caught, counted.length - equivalent.length)} without the equivalent ones`,
  ];
}

/** A survivor, and how it differs. */
export function survivorLines({ file, text, status, mutatorName, replacement, location }) {
  const { line, column } = location.start;
  const how = status === 'NoCoverage' ? 'no case reaches' : 'survives';
  return [
    `${how} ${file}:${line}:${column} ${mutatorName}`,
    `  - ${text.trim()}`,
    `  + ${oneLine(replacement)}`,
  ];
}

/** An entry names a mutant by line of code and replacement, in a file or in all: lines move. */
function describes(entry, { file, text, replacement }) {
  return (
    (entry.file ?? file) === file &&
    entry.lines.includes(text.trim()) &&
    entry.replacements.includes(oneLine(replacement))
  );
}

function oneLine(text) {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

function percent(part, whole) {
  return whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`;
}
