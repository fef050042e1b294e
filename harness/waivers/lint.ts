/** @module What is wrong with a file of waivers before any run, and what soon will be. */
import { SUITES } from '../../suites/index.js';
import { daysLeft, SOON_DAYS } from '../../reports/expiry.js';
import { plural } from '../../reports/visible-text.js';
import { allClauses } from '../catalogue/catalogue.js';
import { glob } from '../cli/glob.js';
import type { Dispute, Waiver } from '../report.js';
import type { WaiverFile } from './waiver-file.js';

/** Something about an entry. */
export interface Remark {
  readonly severity: 'error' | 'note';
  readonly text: string;
}

/** A waiver for longer than this is a decision not to conform. */
const LONG_DAYS = 366;
/** A pattern over more cases than this hides what nobody looked at. */
const WIDE_CASES = 200;

/** Remarks in the order of the file. @internal */
export function lintWaivers({ waivers, disputes }: WaiverFile, today: string): readonly Remark[] {
  const seen = new Map<string, number>();
  return [
    ...waivers.flatMap((one, index) => {
      const place = `waivers/${index} ${one.match}`;
      const key = `${one.match} ${one.symptom} ${one.actual ?? ''}`;
      const twin = seen.get(key);
      seen.set(key, index);
      return [
        ...(twin === undefined ? [] : [error(`${place} says what waivers/${twin} says`)]),
        ...reach(place, one),
        ...time(place, one, today),
      ];
    }),
    ...disputes.flatMap((one, index) => time(`disputes/${index} ${one.match}`, one, today)),
  ];
}

function reach(place: string, { match, symptom }: Waiver): readonly Remark[] {
  const matches = glob(match);
  if (!match.includes('/')) {
    const known = allClauses().some(({ id }) => matches(id));
    return known ? [] : [error(`${place} matches no clause of the catalogue`)];
  }
  const cases = SUITES.flatMap(({ area, file, cases: own }) =>
    own.map(({ slug }) => `${area}/${file}/${slug}`),
  ).filter(matches);
  if (cases.length === 0) return [error(`${place} matches no case of any profile`)];
  return cases.length <= WIDE_CASES
    ? []
    : [note(`${place} waives ${symptom} in ${plural(cases.length, 'case')}: say it more narrowly`)];
}

function time(
  place: string,
  { expires, link }: Waiver | Dispute,
  today: string,
): readonly Remark[] {
  const left = daysLeft(expires, today);
  if (left < 0) return [error(`${place} expired on ${expires}`)];
  const notes = [
    ...(left <= SOON_DAYS ? [`expires in ${plural(left, 'day')}, on ${expires}`] : []),
    ...(left > LONG_DAYS ? [`holds for ${plural(left, 'day')}: is it known for good?`] : []),
    ...(link === undefined ? ['has no link: where is it followed up?'] : []),
  ];
  return notes.length === 0 ? [] : [note(`${place} ${notes.join('; ')}`)];
}

function error(text: string): Remark {
  return { severity: 'error', text };
}

function note(text: string): Remark {
  return { severity: 'note', text };
}
