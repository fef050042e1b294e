/** @module The forms of cases that this area repeats: a field that reads back, a spec refused. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';
import { aSession, createToken, is, query, tokenSpec } from '../language/steps.js';
import {
  aCase,
  accepted,
  asserts,
  control,
  judged,
  type SuiteCase,
  type SwitchCondition,
} from '../language/suite.js';
import { edit, type BytesTemplate, type TemplateValue } from '../language/template.js';

type Clauses = ClauseId | readonly ClauseId[];
type Fields = Readonly<Record<string, TemplateValue | undefined>>;
type Seen = Parameters<typeof is.equals>[1];

/** A number of the header that a query class shows. @internal */
export interface FieldRow {
  readonly clause: Clauses;
  /** Slug and name of the field. */
  readonly field: string;
  readonly at: number;
  readonly width: number;
  readonly values: readonly (number | bigint)[];
  readonly queryClass: QueryClassName;
  /** Path into the result; the whole payload without it. */
  readonly path?: string;
  /** What the query shows for a value; the value itself without it. */
  readonly shows?: (value: number | bigint) => Seen;
  readonly token?: Fields;
}

/** A 64-bit number as results show it. @internal */
export function wide64(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}

/** One case per value: written at the literal offset, read back through the query. @internal */
export function readsBack(row: FieldRow): SuiteCase[] {
  const { clause, field, at, width, values, queryClass, path = 'decoded', token = {} } = row;
  const shows = row.shows ?? ((value: number | bigint): Seen => Number(value));
  const slug = field.replaceAll(' ', '-');
  return values.map((value) =>
    aCase(`${slug}-${wide64(value)}`, `${field} ${wide64(value)} at offset ${at} reads back`, [
      aSession(),
      accepted(clause, createToken('t', tokenSpec(token, [edit.put(at, width, value)]))),
      asserts(clause, query('q', 't', queryClass), is.equals(path, shows(value))),
    ]),
  );
}

/** A spec that is refused although another, without the defect, is accepted. @internal */
export interface RefusalRow {
  readonly slug: string;
  readonly title: string;
  readonly clause: Clauses;
  readonly good?: BytesTemplate;
  readonly bad: BytesTemplate;
  /** Clauses that demand the acceptance of `good`; none: it is a precondition. */
  readonly labelled?: Clauses;
  readonly only?: SwitchCondition;
  /** The user of the session, if not the ordinary one. */
  readonly sessionUser?: string;
}

/**
 * The case of a refusal. TH-079, one errno for all checks, is asserted along with the clause,
 * except where the row is about the packed form, whose documents do not say so. @internal
 */
export function refuses(row: RefusalRow): SuiteCase {
  const { slug, title, clause, good = tokenSpec(), bad, labelled, only, sessionUser } = row;
  const create = createToken('control', good);
  const clauses: readonly ClauseId[] = typeof clause === 'string' ? [clause] : clause;
  return aCase(
    slug,
    title,
    [
      aSession('s', sessionUser === undefined ? {} : { userSid: sessionUser }),
      labelled === undefined ? control(create) : accepted(labelled, create),
      judged(only?.R02 === 'packed' ? clauses : [...clauses, 'TH-079'], createToken('t', bad)),
    ],
    only === undefined ? {} : { only },
  );
}

/** The 32 numbers with a single bit set. @internal */
export const SINGLE_BITS: readonly number[] = Array.from({ length: 32 }, (_, bit) => 2 ** bit);
