import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';
import { keyPair } from './keys.fixture.js';
import { envelopeFrom, payloadOf, PAYLOAD_TYPE, seal, signerOf } from './envelope.js';

describe('canonical JSON', () => {
  it('is that of RFC 8785, section 3.2.4', () => {
    const numbers: unknown = JSON.parse(
      '[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]',
    );
    const string = '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/';
    const literals = [null, true, false];
    expect(canonicalJson({ numbers, string, literals })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, numbers among them', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 };
    expect(canonicalJson(value)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}',
    );
    expect(canonicalJson({ 10: 1, 9: 2, a: undefined })).toBe('{"10":1,"9":2}');
  });

  it('refuses what has no JSON or no UTF-8', () => {
    for (const value of [Number.NaN, 1n, '\ud800', { '\udc00': 1 }, undefined]) {
      expect(() => canonicalJson([value])).toThrow(/no JSON|no UTF-8/);
    }
  });
});

describe('an envelope', () => {
  const { signing, trusted } = keyPair();
  const payload = Buffer.from('{"a":1}');
  const sealed = seal(payload, signing);

  it('is signed over its type and its payload, with their lengths', () => {
    expect(signerOf(sealed, [keyPair().trusted, trusted])).toBe(trusted);
    expect(payloadOf(sealed).equals(payload)).toBe(true);
    // A message that would be the same without lengths.
    const moved = { ...sealed, payloadType: `${PAYLOAD_TYPE} 7` };
    expect(signerOf(moved, [trusted])).toBeUndefined();
  });

  it('does not hold with another payload, another key, or a foreign signature', () => {
    const other = seal(Buffer.from('{"a":2}'), signing);
    expect(signerOf({ ...sealed, payload: other.payload }, [trusted])).toBeUndefined();
    expect(signerOf(sealed, [keyPair().trusted])).toBeUndefined();
    expect(signerOf({ ...sealed, signatures: other.signatures }, [trusted])).toBeUndefined();
    const short = [{ keyid: trusted.id, sig: 'AAAA' }];
    expect(signerOf({ ...sealed, signatures: short }, [trusted])).toBeUndefined();
  });

  it('does not believe the id that a signature names', () => {
    const stranger = seal(payload, keyPair().signing);
    const posing = stranger.signatures.map((one) => ({ ...one, keyid: trusted.id }));
    expect(signerOf({ ...stranger, signatures: posing }, [trusted])).toBeUndefined();
  });

  it.each([
    ['nothing', undefined, /no DSSE envelope/],
    ['another type', { ...sealed, payloadType: 'text/plain' }, /payloadType/],
    ['no payload', { ...sealed, payload: '' }, /payload is not base64/],
    ['a payload of junk', { ...sealed, payload: 'a'.repeat(5) }, /payload is not base64/],
    ['no signature', { ...sealed, signatures: [] }, /carries no signature/],
    ['signatures of junk', { ...sealed, signatures: [null] }, /not base64/],
    [
      'too many signatures',
      { ...sealed, signatures: Array.from({ length: 17 }, () => sealed.signatures[0]) },
      /carries 17 signatures, at most 16/,
    ],
  ])('is not read from %s', (_, value, message) => {
    expect(envelopeFrom(value)).toMatch(message);
  });
});
