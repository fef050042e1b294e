/** @module The private layers of the registry extension: how many, how long, which characters. */
import { aSession, createToken, utf8 } from '../language/steps.js';
import { aCase, accepted, defineSuite } from '../language/suite.js';
import { malformed, names, withExtension } from './extension.js';

/** Byte strings that are no UTF-8: stray, cut, overlong, a surrogate, beyond the last character. */
const NO_UTF8 = [
  'ff',
  'fe',
  '80',
  '61ff',
  'c3',
  '61c3',
  'c328',
  'c080',
  'e282',
  'eda080',
  'f4908080',
];

/** One to four bytes a character. */
const UTF8 = ['a', 'base layer', 'é', '層', '\u{1f5dd}', 'größe-層-1'];

export default defineSuite('token-spec-header', 'registry-names', [
  [1, 2, 254, 255].map((length) =>
    aCase(`name-${length}-bytes`, `a layer name of ${length} bytes is accepted`, [
      aSession(),
      accepted('TH-121', createToken('t', withExtension({ layers: ['61'.repeat(length)] }))),
    ]),
  ),
  [0, 256, 257, 300, 511, 512].map((length) =>
    malformed(
      `name-of-${length}-bytes`,
      `a layer name of ${length} bytes is refused`,
      'TH-121',
      { layers: ['61'.repeat(length === 0 ? 1 : 255)] },
      { layers: ['61'.repeat(length)] },
    ),
  ),
  [0, 256].map((length) =>
    malformed(
      `second-name-of-${length}-bytes`,
      `a second layer name of ${length} bytes is refused`,
      'TH-121',
      { layers: [utf8('b'), '61'.repeat(length === 0 ? 1 : 255)] },
      { layers: [utf8('b'), '61'.repeat(length)] },
    ),
  ),
  ['5c', '2f', '00'].flatMap((byte) =>
    [byte, `${byte}6162`, `61${byte}62`, `6162${byte}`].map((name) =>
      malformed(
        `character-${name}`,
        `a layer name with the byte ${byte} is refused (${name})`,
        'TH-149',
        { layers: ['6162'] },
        { layers: [name] },
      ),
    ),
  ),
  [
    ['abc', 'ABC'],
    ['abc', 'abC'],
    ['abc', 'abc'],
    ['Zz', 'x', 'zZ'],
  ].map((bad) =>
    malformed(
      `same-name-${bad.join('-')}`,
      `the layer names ${bad.join(', ')} are the same, whatever the case`,
      'TH-150',
      { layers: ['abc', 'abd', 'abe'].slice(0, bad.length).map(utf8) },
      { layers: bad.map(utf8) },
    ),
  ),
  aCase('names-differ', 'names of which one starts with the other are different', [
    aSession(),
    accepted(
      'TH-150',
      createToken('t', withExtension({ layers: ['abc', 'ab', 'abcd', 'bc'].map(utf8) })),
    ),
  ]),
  UTF8.map((name, n) =>
    aCase(`utf8-${n}`, `the layer name ${name} is accepted`, [
      aSession(),
      accepted('TH-151', createToken('t', withExtension({ layers: [utf8(name)] }))),
    ]),
  ),
  NO_UTF8.map((name) =>
    malformed(
      `no-utf8-${name}`,
      `the layer name ${name} is no UTF-8 and refused`,
      'TH-151',
      { layers: [utf8('é')] },
      { layers: [name] },
    ),
  ),
  malformed(
    'layers-257',
    '257 private layers are refused, 256 accepted',
    'TH-147',
    { layers: names(256) },
    { layers: names(257) },
  ),
]);
