import { describe, expect, it } from 'vitest';
import { toHex } from '../../reference/wire/hex.js';
import { encode, fromJson, wireOf } from '../../reference/wire/wire.js';
import type { CallRecord, Json, JsonObject, Matcher, Outcome } from '../program/program.js';
import { Unbound } from '../program/resolve.js';
import { matchValue, type MatchContext } from './match.js';
import { PROFILE } from './scripted.fixture.js';

type ValueMatcher = Parameters<typeof matchValue>[0];

const wire = wireOf(PROFILE);
const GROUPS = [
  { sid: 'S-1-1-0', attributes: 7 },
  { sid: 'S-1-5-11', attributes: 6 },
];
const groupsPayload = toHex(encode(wire, 'QUERY_2', fromJson(wire, 'QUERY_2', GROUPS)).bytes);

function record(outcome: Outcome, args: JsonObject = {}, op = 'an.op', at = 5): CallRecord {
  return { step: at, op, actor: 'init', args, outcome };
}

const result: JsonObject = {
  id: '0x3e9',
  count: 7,
  payload: 'ff00ab',
  text: 'S-1-5-5-0-1001',
  list: [1, 2, 3],
  entry: { sid: 'S-1-1-0', attributes: 7 },
};
const plain = record({ kind: 'returned', value: result });
const query = record(
  { kind: 'returned', value: { length: groupsPayload.length / 2, payload: groupsPayload } },
  { class: 2 },
  'KACS_IOC_QUERY',
);
const listing = record({
  kind: 'returned',
  value: {
    data: Buffer.from('session_id=1000 logon_type=2\nsession_id=7 logon_type=3\n').toString('hex'),
  },
});
const refusal = record({ kind: 'refused', errno: 'ERANGE', number: 34, out: { length: 28 } });

const earlier = record({ kind: 'returned', value: { id: '0x3e8', payload: 'ff00ab' } }, {}, 'x', 1);
const context: MatchContext = {
  wire,
  bindings: new Map<string, JsonObject>([['s1', { id: '0x3e8', payload: 'ff00ab' }]]),
  named: new Map([
    ['s1', earlier],
    ['q1', { ...query, step: 2 }],
    ['l1', { ...listing, step: 3 }],
  ]),
};

function holds(matcher: Matcher, on: CallRecord = plain): boolean {
  return matchValue(matcher as ValueMatcher, on, context).holds;
}

/** Each kind: matchers that hold, matchers that do not, and what they look at. */
const KINDS: readonly (readonly [string, readonly Matcher[], readonly Matcher[], CallRecord])[] = [
  [
    'equals',
    [
      { kind: 'equals', at: 'count', value: 7 },
      { kind: 'equals', at: 'entry', value: { attributes: 7, sid: 'S-1-1-0' } },
      { kind: 'equals', at: 'list', value: [1, 2, 3] },
      { kind: 'equals', at: 'payload', value: { ref: 's1.payload' } },
    ],
    [
      { kind: 'equals', at: 'count', value: 8 },
      { kind: 'equals', at: 'count', value: '7' },
      { kind: 'equals', at: 'list', value: [1, 2] },
      { kind: 'equals', at: 'list', value: [2, 1, 3] },
      { kind: 'equals', at: 'entry', value: { sid: 'S-1-1-0' } },
      { kind: 'equals', at: 'missing', value: 7 },
    ],
    plain,
  ],
  [
    'equals, of a decoded payload',
    [
      { kind: 'equals', at: 'decoded.length', value: 2 },
      { kind: 'equals', at: 'decoded[0].sid', value: 'S-1-1-0' },
      { kind: 'equals', at: 'decoded[last].attributes', value: 6 },
      { kind: 'equals', at: 'decoded[1].sid', value: { ref: 'q1.decoded[1].sid' } },
    ],
    [
      { kind: 'equals', at: 'decoded.length', value: 3 },
      { kind: 'equals', at: 'decoded[2].sid', value: 'S-1-1-0' },
      { kind: 'equals', at: 'decoded[0].sid', value: { ref: 'q1.decoded[1].sid' } },
    ],
    query,
  ],
  [
    'equals, of what a refusal reports',
    [{ kind: 'equals', at: 'out.length', value: 28 }],
    [
      { kind: 'equals', at: 'out.length', value: 27 },
      { kind: 'equals', at: 'length', value: 28 },
    ],
    refusal,
  ],
  [
    'differsFrom',
    [
      { kind: 'differsFrom', at: 'id', value: '0x3e8' },
      { kind: 'differsFrom', at: 'id', value: { ref: 's1.id' } },
    ],
    [
      { kind: 'differsFrom', at: 'id', value: '0x3e9' },
      { kind: 'differsFrom', at: 'missing', value: '0x3e8' },
    ],
    plain,
  ],
  [
    'greaterThan',
    [
      { kind: 'greaterThan', at: 'id', value: '0x3e8' },
      { kind: 'greaterThan', at: 'id', value: 1000 },
      { kind: 'greaterThan', at: 'count', value: 6 },
      { kind: 'greaterThan', at: 'id', value: { ref: 's1.id' } },
    ],
    [
      { kind: 'greaterThan', at: 'id', value: '0x3e9' },
      { kind: 'greaterThan', at: 'id', value: '0xffffffffffffffff' },
      { kind: 'greaterThan', at: 'text', value: 0 },
      { kind: 'greaterThan', at: 'missing', value: 0 },
    ],
    plain,
  ],
  [
    'atLeast',
    [
      { kind: 'atLeast', at: 'id', value: '0x3e9' },
      { kind: 'atLeast', at: 'id', value: { ref: 's1.id' } },
    ],
    [
      { kind: 'atLeast', at: 'id', value: '0x3ea' },
      { kind: 'atLeast', at: 'text', value: 0 },
      { kind: 'atLeast', at: 'missing', value: 0 },
    ],
    plain,
  ],
  [
    'oneOf',
    [{ kind: 'oneOf', at: 'count', values: [1, 7] }],
    [
      { kind: 'oneOf', at: 'count', values: [1, 8] },
      { kind: 'oneOf', at: 'count', values: [] },
      { kind: 'oneOf', at: 'missing', values: [7] },
    ],
    plain,
  ],
  [
    'bits',
    [
      { kind: 'bits', at: 'id', mask: '0x3e0', value: '0x3e0' },
      { kind: 'bits', at: 'count', mask: 5, value: 5 },
      { kind: 'bits', at: 'count', mask: 8, value: 0 },
    ],
    [
      { kind: 'bits', at: 'count', mask: 9, value: 9 },
      { kind: 'bits', at: 'count', mask: 1, value: 0 },
      { kind: 'bits', at: 'text', mask: 0, value: 0 },
    ],
    plain,
  ],
  [
    'bytes',
    [
      { kind: 'bytes', at: 'payload', value: 'ff00ab' },
      { kind: 'bytes', at: 'payload', value: 'ff77ab', mask: 'ff00ff' },
      { kind: 'bytes', at: 'payload', value: { ref: 's1.payload' } },
      {
        kind: 'bytes',
        at: 'payload',
        value: { hex: '0000ab', patches: [{ at: 0, width: 2, ref: 's1.id' }] },
        mask: '0000ff',
      },
    ],
    [
      { kind: 'bytes', at: 'payload', value: 'ff00ac' },
      { kind: 'bytes', at: 'payload', value: 'ff00ab00' },
      { kind: 'bytes', at: 'payload', value: 'ff00', mask: 'ffff' },
      { kind: 'bytes', at: 'payload', value: 'ff01ab', mask: 'ff01ff' },
      { kind: 'bytes', at: 'count', value: '07' },
    ],
    plain,
  ],
  [
    'sameSet',
    [
      { kind: 'sameSet', at: 'list', values: [3, 1, 2] },
      { kind: 'sameSet', at: 'list', values: [1, 2, 3, 3] },
    ],
    [
      { kind: 'sameSet', at: 'list', values: [1, 2] },
      { kind: 'sameSet', at: 'list', values: [1, 2, 3, 4] },
      { kind: 'sameSet', at: 'count', values: [7] },
    ],
    plain,
  ],
  [
    'contains',
    [
      { kind: 'contains', at: 'list', value: 2 },
      { kind: 'contains', at: 'text', value: '-5-5-' },
    ],
    [
      { kind: 'contains', at: 'list', value: 4 },
      { kind: 'contains', at: 'list', value: '2' },
      { kind: 'contains', at: 'count', value: 7 },
    ],
    plain,
  ],
  [
    'absent',
    [{ kind: 'absent', at: 'list', value: 4 }],
    [
      { kind: 'absent', at: 'list', value: 2 },
      { kind: 'absent', at: 'count', value: 4 },
      { kind: 'absent', at: 'missing', value: 4 },
    ],
    plain,
  ],
  [
    'matches',
    [{ kind: 'matches', at: 'text', pattern: '^S-1-5-5-[0-9]+-[0-9]+$' }],
    [
      { kind: 'matches', at: 'text', pattern: '^S-1-16-' },
      { kind: 'matches', at: 'count', pattern: '7' },
    ],
    plain,
  ],
  [
    'matches, of a list',
    [{ kind: 'matches', at: 'listing.lines', pattern: '^session_id=' }],
    [
      { kind: 'matches', at: 'listing.lines', pattern: 'logon_type=2' },
      { kind: 'matches', at: 'listing.fields.created_at', pattern: '' },
    ],
    listing,
  ],
  [
    'a path with a reference',
    [
      { kind: 'equals', at: 'listing.byId.{s1.id}.logon_type', value: '0x2' },
      {
        kind: 'equals',
        at: 'listing.byId.0x3e8.logon_type',
        value: { ref: 'l1.listing.byId.{s1.id}.logon_type' },
      },
    ],
    [{ kind: 'equals', at: 'listing.byId.{s1.payload}.logon_type', value: '0x2' }],
    listing,
  ],
  [
    'newId',
    [{ kind: 'newId', at: 'id' }],
    [
      { kind: 'newId', at: 'payload' },
      { kind: 'newId', at: 'missing' },
    ],
    plain,
  ],
];

describe.each(KINDS)('the matcher %s', (_, good, bad, on) => {
  it.each(good)('holds: %j', (matcher) => {
    expect(holds(matcher, on)).toBe(true);
  });

  it.each(bad)('does not hold: %j', (matcher) => {
    expect(holds(matcher, on)).toBe(false);
  });

  it.each(good)('never holds for a call that was refused without a word: %j', (matcher) => {
    const silent = record({ kind: 'refused', errno: 'EPERM', number: 1 });
    expect(holds(matcher, silent)).toBe(false);
  });
});

describe('the matcher wellFormed', () => {
  const withPayload = (payload: string): CallRecord =>
    record({ kind: 'returned', value: { payload } }, { class: 2 }, 'KACS_IOC_QUERY');
  const matches = (payload: string): boolean =>
    matchValue({ kind: 'wellFormed' }, withPayload(payload), context).holds;

  it('holds for a payload that decodes to the last byte', () => {
    expect(matches(groupsPayload)).toBe(true);
  });

  it('does not hold for a truncated payload, and points at the bytes', () => {
    const { holds: held, guilty } = matchValue(
      { kind: 'wellFormed' },
      withPayload(groupsPayload.slice(0, -2)),
      context,
    );
    expect(held).toBe(false);
    expect(guilty).toBeDefined();
  });

  it('does not hold for trailing bytes', () => {
    expect(matches(`${groupsPayload}00`)).toBe(false);
  });

  it('does not hold where there is no payload', () => {
    expect(matchValue({ kind: 'wellFormed' }, plain, context).holds).toBe(false);
  });
});

describe('what is expected', () => {
  const expectation = (value: Json | { ref: string }): Matcher => ({
    kind: 'differsFrom',
    at: 'id',
    value,
  });

  it.each(['s9.id', 's1.missing', 'q9.decoded.length', 'q1.decoded[7].sid'])(
    'must be bound: %s',
    (reference) => {
      expect(() => holds(expectation({ ref: reference }))).toThrow(Unbound);
    },
  );

  it('is shown beside what came, in bounded length', () => {
    const long = 'ab'.repeat(5000);
    const shown = matchValue({ kind: 'equals', at: 'text', value: long }, plain, context);
    expect(shown.actual).toBe('"S-1-5-5-0-1001"');
    expect(shown.expected.length).toBeLessThan(500);
    expect(shown.expected).toContain('10002 characters');
  });

  it('says where nothing was found', () => {
    const shown = matchValue({ kind: 'equals', at: 'missing', value: 1 }, plain, context);
    expect(shown.actual).toBe('nothing there');
  });
});
