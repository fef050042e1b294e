/** @module The package name: its length field, its bytes, what comes directly behind it. */
import { aCase, control, defineSuite, judged } from '../language/suite.js';
import { createSession, utf8 } from '../language/steps.js';
import { firstBytes, letters, littleEndian, recordOf, USER_SID } from './bytes.js';

/** Where the two length bytes differ in meaning between byte orders and widths. */
const NAME_SIZES = [1, 2, 9, 127, 128, 255, 256, 257, 258, 511, 512, 513, 1024, 2048, 3840];

const NAMES: readonly (readonly [string, string])[] = [
  ['negotiate', 'Negotiate'],
  ['kerberos', 'Kerberos'],
  ['one-letter', 'N'],
  ['spaces', ' NTLM '],
  ['punctuation', 'a/b\\c:d=e,f;g%h'],
  ['two-byte-letters', 'Schlüssel'],
  ['three-byte-letters', '認証'],
  ['four-byte-letters', '🔑'],
  ['nul', 'Ker\0beros'],
  ['newline', 'Ker\nberos'],
  ['quotes', '"Ker\'beros"'],
  ['byte-order-mark', '\uFEFFKerberos'],
];

/** Both ends of every range of well-formed UTF-8 (Unicode, table 3-7), as hex. */
const WELL_FORMED = [
  ...['00', '7f', 'c280', 'dfbf', 'e0a080', 'e0bfbf', 'e18080', 'ecbfbf', 'ed8080', 'ed9fbf'],
  ...['ee8080', 'efbfbd', 'efbfbe', 'efbfbf', 'f0908080', 'f0bfbfbf', 'f1808080', 'f3bfbfbf'],
  ...['f4808080', 'f48fbfbf'],
];

/** A byte that is not ASCII never stands alone. */
/** All that begin no character; c2 is below, as the beginning of one that was cut off. */
const LONE_BYTES = Array.from({ length: 128 }, (_, n) => (0x80 + n).toString(16)).filter(
  (byte) => byte !== 'c2',
);

const ILL_FORMED: readonly (readonly [string, string])[] = [
  ['c080', 'overlong NUL'],
  ['c1bf', 'overlong 0x7F'],
  ['e08080', 'overlong in three bytes'],
  ['e09fbf', 'overlong in three bytes, the last one'],
  ['f0808080', 'overlong in four bytes'],
  ['f08fbfbf', 'overlong in four bytes, the last one'],
  ['eda080', 'the first surrogate'],
  ['edafbf', 'the last high surrogate'],
  ['edb080', 'the first low surrogate'],
  ['edbfbf', 'the last surrogate'],
  ['eda080edb080', 'a pair of surrogates'],
  ['f4908080', 'above U+10FFFF'],
  ['f5808080', 'a lead byte above F4'],
  ['f888808080', 'a sequence of five bytes'],
  ['fc8480808080', 'a sequence of six bytes'],
  ['c2', 'one byte of two'],
  ['e282', 'two bytes of three'],
  ['f09f94', 'three bytes of four'],
  ['c241', 'a letter in place of the second byte'],
  ['e28241', 'a letter in place of the third byte'],
  ['f09f9441', 'a letter in place of the fourth byte'],
  ['c2c2', 'a lead byte behind a lead byte'],
  ['80c2', 'the two bytes in the wrong order'],
  ['fffe4b00', 'UTF-16 with its mark'],
];

/** 21 letters, so that records cut inside the name have more than 15 bytes. */
const LONG_NAME = utf8('AuthenticationPackage');
const WITH_LONG_NAME = recordOf({ package: LONG_NAME });
/** Bytes behind the length field: name 21, SID length 4, SID 28. */
const BEHIND_LENGTH = 53;

export default defineSuite('session-spec', 'package', [
  NAME_SIZES.map((size) =>
    aCase(
      `size-${size}`,
      `length bytes ${littleEndian(size, 2)} announce a package name of ${size} bytes`,
      [judged('SS-009', createSession('s', recordOf({ package: letters(size) })))],
    ),
  ),
  NAMES.map(([slug, name]) =>
    aCase(`name-${slug}`, `the package name ${JSON.stringify(name)} is accepted`, [
      judged('SS-012', createSession('s', recordOf({ package: utf8(name) }))),
    ]),
  ),
  WELL_FORMED.map((bytes) =>
    aCase(`utf8-${bytes}`, `the UTF-8 bytes ${bytes} are accepted`, [
      judged('SS-012', createSession('s', recordOf({ package: `4b${bytes}4b` }))),
    ]),
  ),
  Array.from({ length: 17 }, (_, size) =>
    aCase(
      `sid-length-behind-${size}-bytes`,
      `the SID length stands directly behind a package name of ${size} bytes`,
      [judged('SS-013', createSession('s', recordOf({ package: letters(size) })))],
    ),
  ),
  aCase('empty', 'a package name of no bytes is accepted', [
    judged('SS-030', createSession('s', `02${'0000'}${'1c000000'}${USER_SID}`)),
  ]),
  [
    BEHIND_LENGTH + 1,
    BEHIND_LENGTH + 2,
    BEHIND_LENGTH + 4,
    256,
    0x1500,
    0x7fff,
    0x8000,
    0xffff,
  ].map((packageLength) =>
    aCase(
      `length-${packageLength}-of-${BEHIND_LENGTH}`,
      `a package length of ${packageLength} is refused where ${BEHIND_LENGTH} bytes are left`,
      [
        control(createSession('control', WITH_LONG_NAME)),
        judged('SS-022', createSession('s', recordOf({ package: LONG_NAME, packageLength }))),
      ],
    ),
  ),
  // Cut inside the name, behind the first 15 bytes.
  [15, 16, 17, 18, 19, 20, 21, 22, 23].map((length) =>
    aCase(`cut-after-${length}-bytes`, `a record cut after ${length} bytes, in the package name`, [
      control(createSession('control', WITH_LONG_NAME)),
      judged('SS-022', createSession('s', firstBytes(WITH_LONG_NAME, length))),
    ]),
  ),
  [0, 1, 2, 3].map((left) =>
    aCase(
      `leaves-${left}-bytes`,
      `a package length that leaves ${left} bytes for the SID length is refused`,
      [
        control(createSession('control', WITH_LONG_NAME)),
        judged(
          'SS-023',
          createSession('s', recordOf({ package: LONG_NAME, packageLength: BEHIND_LENGTH - left })),
        ),
      ],
    ),
  ),
  // The name ends at byte 24, the SID length at 28.
  [24, 25, 26, 27].map((length) =>
    aCase(`cut-after-${length}-bytes`, `a record cut after ${length} bytes, in the SID length`, [
      control(createSession('control', WITH_LONG_NAME)),
      judged('SS-023', createSession('s', firstBytes(WITH_LONG_NAME, length))),
    ]),
  ),
  LONE_BYTES.map((byte) =>
    aCase(`not-utf8-${byte}`, `a package name of the single byte ${byte} is refused`, [
      control(createSession('control', recordOf({ package: '7f' }))),
      judged('SS-031', createSession('s', recordOf({ package: byte }))),
    ]),
  ),
  ILL_FORMED.flatMap(([bytes, what]) =>
    (
      [
        ['', bytes, ''],
        ['at-the-end-', '4b6572', ''],
        ['in-the-middle-', '4b65', '7262'],
      ] as const
    ).map(([where, before, after]) => {
      const name = where === '' ? bytes : `${before}${bytes}${after}`;
      return aCase(`not-utf8-${where}${bytes}`, `a package name is refused: ${what} (${name})`, [
        control(createSession('control', recordOf())),
        judged('SS-031', createSession('s', recordOf({ package: name }))),
      ]);
    }),
  ),
]);
