/** @module The rulings of `suites/catalogue/rulings.md` as data, with a proposed sentence each. */
import { readFileSync } from 'node:fs';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { packagePath } from '../package-root.js';
import { allClauses, catalogueText } from './catalogue.js';

/** How a contradiction or gap between the documents is judged. @public */
export interface Ruling {
  readonly id: string;
  readonly title: string;
  /** The heading that it stands under. */
  readonly section: string;
  /** What the texts say, in Markdown. */
  readonly texts: string;
  /** What the suite asserts, in Markdown. */
  readonly asserted: string;
  /** A sentence for the specification. */
  readonly proposal: string;
  /** The clauses that cite it. */
  readonly clauses: readonly ClauseId[];
}

const SECTION = /^## [A-Z]\. (.+)$/;
const RULING = /^\*\*(R\d+) (.+?)\*\*(.*)$/;
const ASSERTED = /(?:^|\s)Ruling: /;

/** Every ruling, in the order of its number. @public */
export function allRulings(): readonly Ruling[] {
  const proposals = readProposals();
  const citing = clausesByRuling();
  const rulings = parseRulings(catalogueText('rulings.md')).map((parsed) => {
    const proposal = proposals[parsed.id];
    if (proposal === undefined) throw new Error(`proposals.json has no sentence for ${parsed.id}`);
    return { ...parsed, proposal, clauses: citing.get(parsed.id) ?? [] };
  });
  const unknown = Object.keys(proposals).find((id) => !rulings.some((ruling) => ruling.id === id));
  if (unknown !== undefined)
    throw new Error(`proposals.json names ${unknown}, rulings.md does not`);
  return rulings.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
}

type Parsed = Omit<Ruling, 'proposal' | 'clauses'>;

/** The rulings of a text in the form of rulings.md. @internal */
export function parseRulings(text: string): readonly Parsed[] {
  const found: { id: string; title: string; section: string; body: string[] }[] = [];
  let section = '';
  let open = false;
  for (const line of text.split('\n')) {
    const [, heading] = SECTION.exec(line) ?? [];
    const [, id, title, rest] = RULING.exec(line) ?? [];
    if (heading !== undefined || /^#+ /.test(line)) {
      section = heading ?? '';
      open = false;
    } else if (id !== undefined && title !== undefined && section !== '') {
      found.push({ id, title: title.replace(/\.$/, ''), section, body: [rest?.trim() ?? ''] });
      open = true;
    } else if (open) found.at(-1)?.body.push(line);
  }
  return found.map(({ body, ...ruling }) => ({ ...ruling, ...inTwo(ruling.id, body.join('\n')) }));
}

/** What stands before and behind the word that a ruling begins with. */
function inTwo(id: string, body: string): Pick<Ruling, 'texts' | 'asserted'> {
  const at = ASSERTED.exec(body);
  if (at === null) throw new Error(`${id} in rulings.md lacks "Ruling: "`);
  return {
    texts: body.slice(0, at.index).trim(),
    asserted: body.slice(at.index + at[0].length).trim(),
  };
}

function readProposals(): Readonly<Record<string, string>> {
  const path = packagePath('suites', 'catalogue', 'proposals.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
}

function clausesByRuling(): ReadonlyMap<string, readonly ClauseId[]> {
  const citing = new Map<string, ClauseId[]>();
  for (const { id, rulings } of allClauses()) {
    for (const ruling of rulings) citing.set(ruling, [...(citing.get(ruling) ?? []), id]);
  }
  return citing;
}
