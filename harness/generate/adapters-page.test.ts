import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode, wireOf } from '../../reference/wire/wire.js';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { fromHex } from '../../reference/wire/hex.js';
import { packagePath } from '../package-root.js';
import { OPS } from '../protocol/ops.js';
import { TAKE_COVERAGE } from '../protocol/messages.js';
import {
  checkCoverageParams,
  checkCoverageResult,
  checkHello,
  checkHelloParams,
  checkParams,
  checkResult,
} from '../protocol/validate.js';

const PAGE = readFileSync(packagePath('docs', 'adapters.md'), 'utf8');

interface Message {
  readonly id: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** The messages of the examples; a line that goes on is indented. */
const MESSAGES = [...PAGE.matchAll(/^[→←] (\{.*(?:\n {3}.*)*)/gm)].map(
  ([, text = '']) => JSON.parse(text.replaceAll('\n   ', '')) as Message,
);

describe('docs/adapters.md', () => {
  const asked = new Map(
    MESSAGES.flatMap(({ id, method }) => (method === undefined ? [] : [[id, method] as const])),
  );

  it('has examples', () => {
    expect(MESSAGES.length).toBeGreaterThanOrEqual(9);
  });

  it.each(MESSAGES.filter(({ method }) => method !== undefined))(
    'asks $method as the schema says',
    ({ method = '', params }) => {
      if (method === 'hello') expect(checkHelloParams(params)).toBe(true);
      else if (method === TAKE_COVERAGE) expect(checkCoverageParams(params)).toBeUndefined();
      else expect(checkParams(method, params)).toBeUndefined();
    },
  );

  it.each(MESSAGES.filter(({ result }) => result !== undefined))(
    'answers request $id as the schema says',
    ({ id, result }) => {
      const method = asked.get(id) ?? 'kacs_create_session';
      if (id === 1) expect(checkHello(result)).toBeUndefined();
      else if (method === TAKE_COVERAGE) expect(checkCoverageResult(result)).toBeUndefined();
      else expect(checkResult(method, result)).toBeUndefined();
    },
  );

  it('sends a session spec that the documents accept', () => {
    const request = MESSAGES.find(({ method }) => method === 'kacs_create_session');
    const { spec } = (request?.params ?? {}) as { readonly spec: string };
    for (const profile of Object.values(BUILT_IN_PROFILES)) {
      expect(decode(wireOf(profile), 'SESSION_SPEC', fromHex(spec)).issues).toEqual([]);
    }
  });

  it('has every method, under its capability', () => {
    for (const [name, { capability }] of Object.entries(OPS)) {
      const section = PAGE.slice(PAGE.indexOf(`### \`${capability}\``));
      expect(section.slice(0, section.indexOf('\n### ', 1))).toContain(`\n${name} {`);
    }
  });
});
