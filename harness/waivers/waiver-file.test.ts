import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../reports/sample-report.js';
import { disputeRemarks, waiverRemarks } from '../../reports/waiver-words.js';
import { reportProblem } from '../report-file.js';
import { waiversFor, withAdded } from './add.js';
import { lintWaivers } from './lint.js';
import { waiversFrom, withWaivers, type WaiverFile } from './waiver-file.js';

const WAIVER = `
  - match: token-spec-header/sid/revision-2
    symptom: accepted
    reason: known since the first port
    owner: kernel team
    link: https://bugs.example/42
    expires: 2026-06-01
`;
const DISPUTE = `
  - match: TH-001
    reading: A revision of 2 is to be kept.
    reason: §13.6 says nothing of it.
    owner: kernel team
    expires: 2027-01-31
`;

const read = (text: string): WaiverFile => waiversFrom(text, 'waivers.yaml');

describe('a file of waivers', () => {
  it('may be empty, or have one of both', () => {
    expect(read('')).toEqual({ waivers: [], disputes: [] });
    expect(read(`waivers:${WAIVER}`).waivers).toMatchObject([{ expires: '2026-06-01' }]);
    expect(read(`disputes:${DISPUTE}`).disputes).toMatchObject([{ match: 'TH-001' }]);
  });

  it.each([
    ['no list', 'waivers: 5', /\/waivers must be array/],
    ['an unknown key', 'waiver: []', /must not have: "waiver"/],
    ['a missing reason', WAIVER.replace(/ {4}reason.*\n/, ''), /must have required property/],
    ['no owner', WAIVER.replace('kernel team', '" "'), /\/waivers\/0\/owner must match/],
    ['an unknown symptom', WAIVER.replace('accepted', 'odd'), /symptom must be one of accepted,/],
    ['an impossible day', WAIVER.replace('06-01', '02-30'), /"2026-02-30" is no day of the cal/],
    ['a day in words', WAIVER.replace('2026-06-01', 'soon'), /\/expires must match pattern/],
    ['a link that runs', WAIVER.replace('https:', 'javascript:'), /\/link must match pattern/],
    ['a pattern with a line break', WAIVER.replace('/sid/', '"\\n"'), /\/match must match pattern/],
    ['what is no YAML', 'waivers: [', /neither YAML nor JSON/],
  ])('refuses %s in one line', (_, text, message) => {
    const whole = text.startsWith('\n') ? `waivers:${text}` : text;
    expect(() => read(whole)).toThrow(message);
    expect(() => read(whole)).toThrow(/^waivers\.yaml[^\n]*$/);
  });

  it('refuses a dispute of nothing', () => {
    const text = `disputes:${DISPUTE.replace('TH-001', 'TH-999')}`;
    expect(() => read(text)).toThrow(/\/disputes\/0\/match TH-999 is the id of no clause and no r/);
  });
});

describe('a report with waivers and disputes', () => {
  const file = read(`waivers:${WAIVER}\ndisputes:${DISPUTE}${DISPUTE.replace('TH-001', 'R26')}`);
  const report = withWaivers(sampleReport(), file);

  it('fulfils its schema', () => {
    expect(reportProblem(report)).toBeUndefined();
  });

  it('announces what expires soon, and warns of what has', () => {
    // The sample ran on 1 May 2026.
    const about = (expires: string) => {
      const [one] = file.waivers;
      const waivers = one === undefined ? [] : [{ ...one, expires }];
      return waiverRemarks(withWaivers(sampleReport(), { waivers, disputes: [] }))[0];
    };
    expect(about('2026-05-31')).toMatchObject({ urgency: 'soon' });
    expect(about('2026-05-31')?.text).toMatch(/holds for 1 failing case; expires in 30 days/);
    expect(about('2026-06-01')).toMatchObject({ urgency: 'none' });
    expect(about('2026-05-01')?.text).toMatch(/expires today/);
    expect(about('2026-04-30')).toMatchObject({ urgency: 'expired' });
    expect(about('2026-04-30')?.text).toMatch(/EXPIRED on 2026-04-30/);
  });

  it('shows both readings of a clause and of a ruling', () => {
    expect(report.disputes).toMatchObject([
      { match: 'TH-001', clauses: ['TH-001'], judgedAs: expect.stringMatching(/Expected: /) },
      { match: 'R26', judgedAs: expect.stringMatching(/PROFILE|STRICT|ONE-OF/) },
    ]);
    const [clause] = disputeRemarks(report);
    expect(clause?.text).toMatch(/The suite: .* kernel team: A revision of 2 is to be kept\./);
  });

  it('puts the stale ones first', () => {
    const stale = { ...file.waivers[0], match: 'a/b/c' } as WaiverFile['waivers'][number];
    const whole = { selection: [], shard: { index: 1, of: 1 } };
    const applied = withWaivers(
      { ...sampleReport(), ...whole },
      { waivers: [...file.waivers, stale], disputes: [] },
    );
    expect(waiverRemarks(applied).map(({ urgency }) => urgency)).toEqual(['stale', 'none']);
  });
});

describe('lint', () => {
  const lint = (text: string, today = '2026-01-01') =>
    lintWaivers(read(text), today).map(({ severity, text: words }) => `${severity}: ${words}`);
  const real = WAIVER.replace(/match: .*/, 'match: session-spec/user-sid/revision-2');

  it('has nothing to say of a good one', () => {
    expect(lint(`waivers:${real}`)).toEqual([]);
  });

  it.each([
    ['no such case', WAIVER.replace(/match: .*/, 'match: a/b/c'), /error: .* matches no case of/],
    ['no such clause', WAIVER.replace(/match: .*/, 'match: ZZ-001'), /error: .* matches no clause/],
    ['a twin', real + real.slice(1), /error: waivers\/1 .* says what waivers\/0 says/],
    ['an expired one', real.replace('2026-06', '2025-06'), /error: .* expired on 2025-06-01/],
    ['a soon one', real.replace('06-01', '01-20'), /note: .* expires in 19 days/],
    ['a long one', real.replace('2026-06', '2036-06'), /note: .* holds for 3,\d+ days/],
    ['one without link', real.replace(/ {4}link.*\n/, ''), /note: .* has no link/],
    ['a wide one', WAIVER.replace(/match: .*/, 'match: session-*/**'), /note: .* say it more narr/],
  ])('names %s', (_, text, message) => {
    expect(lint(`waivers:${text}`)).toEqual([expect.stringMatching(message)]);
  });
});

describe('adding waivers', () => {
  const reason = { reason: 'why', owner: 'me', expires: '2030-01-01' };

  it('takes symptoms from the report, and keeps the comments of the file', () => {
    const added = waiversFor(sampleReport(), ['token-spec-header/sid/*', 'SS-00?'], reason);
    expect(added.map(({ match, symptom }) => [match, symptom])).toEqual([
      ['token-spec-header/sid/revision-2', 'accepted'],
      ['SS-00?', 'crashed'],
    ]);
    const text = withAdded(`# ours\nwaivers: # all of them${WAIVER}`, added);
    expect(text).toMatch(/^# ours\nwaivers:\s+# all of them\n/);
    expect(read(text).waivers).toHaveLength(3);
    expect(read(withAdded('', added)).waivers).toEqual(added);
    expect(read(withAdded(`disputes:${DISPUTE}`, added)).waivers).toEqual(added);
  });

  it('refuses what does not fail', () => {
    expect(() => waiversFor(sampleReport(), ['session-spec/types/interactive'], reason)).toThrow(
      /no failing case of the report matches "session-spec\/types\/interactive"/,
    );
  });

  it('makes waivers that hold in the report that they are from', () => {
    const waivers = waiversFor(sampleReport(), ['**'], reason);
    const applied = withWaivers(sampleReport(), { waivers, disputes: [] });
    expect(applied.waivers?.map(({ state }) => state)).toEqual(waivers.map(() => 'holds'));
  });
});
