import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { packagePath } from '../package-root.js';
import { OPS } from './ops.js';
import { renderProtocolSchema } from './schema.js';
import { checkHello, checkParams, checkResult, checkRunResult } from './validate.js';

const schema = JSON.parse(renderProtocolSchema()) as { $defs: Record<string, object> };

describe('the published schema', () => {
  it('is the file in the corpus', () => {
    const path = packagePath('corpus', 'schemas', 'protocol-1.schema.json');
    expect(readFileSync(path, 'utf8')).toBe(renderProtocolSchema());
  });

  it('compiles, every definition too', () => {
    const ajv = new Ajv2020({ strict: true });
    ajv.addSchema(schema);
    const compiled = (name: string): boolean =>
      ajv.getSchema(`protocol-1.schema.json#/$defs/${name}`) !== undefined;
    expect(Object.keys(schema.$defs).filter((name) => !compiled(name))).toEqual([]);
    const message = ajv.getSchema('protocol-1.schema.json');
    const params = { actor: 'init', id: '0x1' };
    const request = { jsonrpc: '2.0', id: 1, method: 'kacs_destroy_empty_session', params };
    expect(message?.(request)).toBe(true);
    expect(message?.({ ...request, params: { actor: 'init' } })).toBe(false);
    expect(message?.({ jsonrpc: '2.0', id: 1, result: { value: {} } })).toBe(true);
    expect(message?.({ jsonrpc: '2.0', id: 1, result: {}, error: {} })).toBe(false);
  });

  it('requires only properties that exist', () => {
    for (const [name, op] of Object.entries(OPS)) {
      for (const key of op.required) expect([name, ...Object.keys(op.params)]).toContain(key);
      for (const key of op.resultRequired ?? []) expect(Object.keys(op.result)).toContain(key);
    }
  });
});

describe('the checks', () => {
  it.each([
    [{ value: { id: '0x1' } }, undefined],
    [{ errno: 'EINVAL', number: 22 }, undefined],
    [{ errno: 'E512', number: 512 }, undefined],
    [{ crashed: { detail: 'x' } }, undefined],
    [null, /expected an object/],
    [{}, /expected one of value, errno, crashed, got an empty object/],
    [{ value: {} }, /result\.value: expected the property "id"/],
    [{ value: { id: 1 } }, /result\.value\.id: expected string, got 1/],
    [{ value: { id: '1' } }, /expected text like \^0x/],
    [{ value: { id: '0x1' }, errno: 'EIO' }, /expected nothing beside value/],
    [{ errno: 'EINVAL' }, /expected the property "number"/],
    [{ errno: 22, number: 22 }, /result\.errno: expected string, got 22/],
    [{ errno: 'EINVAL', number: 22, out: { length: 1 } }, /unexpected property "length"/],
    [{ crashed: 'yes' }, /result\.crashed: expected object, got "yes"/],
  ])('of a result %j', (result, problem) => {
    const found = checkResult('kacs_create_session', result);
    expect(found ?? 'nothing').toMatch(problem ?? /^nothing$/);
  });

  it('bound and escape what they quote', () => {
    const found = checkResult('kacs_create_session', {
      value: { id: `\u001b[2J${'a'.repeat(1e6)}` },
    });
    expect(found?.length).toBeLessThan(300);
    expect(found).toContain('got "\\x1b[2Ja');
  });

  it('know no Op by the name of an inherited property', () => {
    expect(checkParams('constructor', {})).toMatch(/no Op named "constructor"/);
  });

  it('look into the outcomes of a whole Program', () => {
    const record = { step: 0, op: 'kacs_create_session', actor: 'init', args: { spec: '' } };
    const value = (id: unknown): unknown => ({
      value: { records: [{ ...record, outcome: { kind: 'returned', value: { id } } }] },
    });
    expect(checkRunResult(value('0x1'))).toBeUndefined();
    expect(checkRunResult(value(1))).toMatch(/records\[0\]\.outcome\.value\.id: expected string/);
    expect(checkRunResult({ value: { records: [{ step: 0 }] } })).toMatch(/records\[0\]/);
  });

  it('look into all that a Program says of its calls', () => {
    const call = { step: 0, op: 'kacs_create_session', actor: 'p1', args: { spec: '00' } };
    const refused = { kind: 'refused', errno: 'EINVAL', number: 22 };
    const run = (change: object): string | undefined =>
      checkRunResult({ value: { records: [{ ...call, outcome: refused, ...change }] } });
    const deep = JSON.parse(`${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}`) as object;
    expect(run({})).toBeUndefined();
    expect(run({ args: deep })).toMatch(/records\[0\]\.args: /);
    expect(run({ args: { spec: 5 } })).toMatch(/records\[0\]\.args\.spec: expected string, got 5/);
    const inherited = JSON.parse('{"spec": "00", "__proto__": 1}') as object;
    expect(run({ args: inherited })).toMatch(/args: unexpected property "__proto__"/);
    expect(run({ outcome: { ...refused, out: deep } })).toMatch(/outcome\.out: unexpected/);
    expect(run({ actor: '\u001b[2J' })).toMatch(/records\[0\]\.actor: expected text/);
    const skipped = { step: 0, skipped: 'unbound', reference: 'x'.repeat(1e6) };
    expect(checkRunResult({ value: { records: [skipped] } })).toMatch(
      /reference: expected at most/,
    );
  });

  it('of a hello let no control character through', () => {
    const limits = { window: 1, lineBytesMax: 65536 };
    const lists = { profiles: [], capabilities: [] };
    const hello = { protocol: 1, name: 'x', version: '1', kind: 'process', limits, ...lists };
    expect(checkHello(hello)).toBeUndefined();
    expect(checkHello({ ...hello, name: 'x\u001b[2J' })).toMatch(
      /result\.name: expected text without control/,
    );
  });

  it('of a hello need a window', () => {
    expect(checkHello({ protocol: 1 })).toMatch(/expected the property "name"/);
  });
});
