/** @module The size of a token spec: at least its header, at most 64 KiB. */
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import {
  aSession,
  aToken,
  createToken,
  destroySession,
  is,
  query,
  ref,
  tokenSpec,
} from '../language/steps.js';
import { edit, type BytesTemplate, type TemplateValue } from '../language/template.js';
import { aclOfSize } from './big-acl.js';

const HEADER_BYTES = 192;
const USER_SID_BYTES = 28;
const LARGEST = 65536;
/** What a spec without groups has beside its filler, in every layout. */
const FRAME_BYTES = HEADER_BYTES + USER_SID_BYTES;

type Fields = Readonly<Record<string, TemplateValue | undefined>>;

/** A spec of exactly so many bytes, most of them default DACL. */
function withDacl(bytes: number, more: Fields = {}): BytesTemplate {
  return tokenSpec({ groups: undefined, defaultDacl: aclOfSize(bytes - FRAME_BYTES), ...more });
}

/** A spec of exactly so many bytes, most of them supplementary GIDs. */
function withGids(bytes: number, more: Fields = {}): BytesTemplate {
  const gids = Array.from({ length: (bytes - FRAME_BYTES) / 4 }, (_, n) => 100_000 + n);
  return tokenSpec({ groups: undefined, supplementaryGids: gids, ...more });
}

const FULL = withDacl(LARGEST);

/** Above the limit. The fourth is as long as a plain spec to a kernel that keeps 16 bits. */
const OVERSIZED: readonly (readonly [string, string, (more?: Fields) => BytesTemplate])[] = [
  ['65537', '65537 bytes, one of them behind everything', oneMore],
  ['65540-dacl', '65540 bytes, mostly default DACL', (more) => withDacl(LARGEST + 4, more)],
  ['65540-gids', '65540 bytes, mostly GIDs', (more) => withGids(LARGEST + 4, more)],
  ['65756', '65756 bytes, 220 above the limit', (more) => withGids(LARGEST + FRAME_BYTES, more)],
  ['131072', '131072 bytes, twice the limit', (more) => withGids(LARGEST * 2, more)],
];

function oneMore(more: Fields = {}): BytesTemplate {
  const full = withDacl(LARGEST, more);
  return { ...full, edits: [...full.edits, edit.append('00')] };
}

export default defineSuite('limits', 'token-spec-size', [
  Array.from({ length: HEADER_BYTES }, (_, length) =>
    aCase(`first-${length}-bytes`, `the first ${length} bytes of a token spec are refused`, [
      aSession(),
      aToken('control'),
      judged('LM-002', createToken('t', tokenSpec({}, [edit.truncate(length)]))),
    ]),
  ),
  // The whole spec is in the buffer, but the length does not cover it.
  [0, 1, 4, 100, 188, 190, 191].map((length) => {
    const step = createToken('t', tokenSpec());
    return aCase(`length-${length}-of-more`, `a token spec of stated length ${length} is refused`, [
      aSession(),
      aToken('control'),
      judged('LM-002', {
        ...step,
        args: { ...step.args, length: `0x${length.toString(16)}` },
      }),
    ]);
  }),
  aCase('largest-dacl', 'a spec of 65536 bytes is accepted, mostly default DACL', [
    aSession(),
    judged('LM-003', createToken('t', FULL)),
    asserts('LM-003', query('q', 't', 'DEFAULT_DACL'), is.equals('length', LARGEST - FRAME_BYTES)),
  ]),
  aCase('largest-gids', 'a spec of 65536 bytes is accepted, mostly supplementary GIDs', [
    aSession(),
    judged('LM-003', createToken('t', withGids(LARGEST))),
  ]),
  aCase('nearly-largest', 'specs of 65532 and 32768 bytes are accepted', [
    aSession(),
    judged('LM-003', createToken('t1', withDacl(LARGEST - 4))),
    judged('LM-003', createToken('t2', withDacl(LARGEST / 2))),
  ]),
  OVERSIZED.map(([slug, what, spec]) =>
    aCase(`oversized-${slug}`, `a spec is refused that has ${what}`, [
      aSession(),
      accepted('LM-004', createToken('control', FULL)),
      judged('LM-004', createToken('t', spec())),
    ]),
  ),
  OVERSIZED.map(([slug, what, spec]) =>
    aCase(`nothing-made-${slug}`, `nothing is left of a refused spec that has ${what}`, [
      aSession(),
      control(createToken('control', FULL)),
      aSession('empty'),
      asserts('LM-008', createToken('t', spec({ sessionId: ref('empty.id') })), is.refused),
      asserts('LM-008', destroySession(ref('empty.id')), is.returned),
    ]),
  ),
]);
