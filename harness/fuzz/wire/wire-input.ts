/**
 * @module An input of the `wire` target: the bytes of one spec, with the places where the id and
 * the logon SID of a live session go. Every input stands for a Program, which says the same to any
 * implementation.
 */
import { headerFields } from '../../../reference/wire/layout.js';
import { fromHex, toHex, type Wire } from '../../../reference/wire/wire.js';
import type { Argument, ByteExpression, CallStep, Patch, Program } from '../../program/program.js';
import { TEARDOWN_NOTE } from '../../judge/teardown.js';
import type { PlainSpecs, SpecStructure } from '../corpus/specs.js';

/** @internal */
export interface WireInput {
  readonly structure: SpecStructure;
  readonly bytes: Uint8Array;
  /** Where 8 bytes of the live session's id go; absent: the bytes say it all. */
  readonly sessionAt?: number | undefined;
  /** Where the 20 bytes of its logon SID go. */
  readonly logonSidAt?: number | undefined;
  /** The token is installed, to see the credentials that it gives. */
  readonly installed?: true | undefined;
}

const INSTALL = 'KACS_IOC_INSTALL';

/** The largest input: one byte more than any spec, and some room. @internal */
export const INPUT_BYTES_MAX = 66_000;
/** @internal */
export const SESSION_ID_BYTES = 8;
/** @internal */
export const LOGON_SID_BYTES = 20;

const PROGRAM_ID = { TOKEN_SPEC: 'fuzz/wire/token', SESSION_SPEC: 'fuzz/wire/session' } as const;
const TITLE = {
  TOKEN_SPEC: 'a token spec, and what can be read back of it',
  SESSION_SPEC: 'a session record, and what can be read back of it',
} as const;

/** Where a token spec names its session. @internal */
export function sessionOffset(wire: Wire): number {
  const field = headerFields(wire.structures.TOKEN_SPEC).find(({ name }) => name === 'sessionId');
  return field?.offset ?? 0;
}

/** An input of valid bytes: a token spec gets the live session. @internal */
export function inputOf(wire: Wire, structure: SpecStructure, bytes: Uint8Array): WireInput {
  if (structure === 'SESSION_SPEC') return { structure, bytes };
  return { structure, bytes, sessionAt: sessionOffset(wire) };
}

/** The Program of an input; `session` and `anchor` are plain valid specs. @internal */
export function programOf(wire: Wire, input: WireInput, plain: PlainSpecs): Program {
  const spec = expressionOf(input);
  const calls =
    input.structure === 'TOKEN_SPEC'
      ? tokenSteps(toHex(plain.session), spec, input.installed === true)
      : sessionSteps(spec, expressionOf(inputOf(wire, 'TOKEN_SPEC', plain.token)));
  return {
    id: PROGRAM_ID[input.structure],
    title: TITLE[input.structure],
    needs: [
      ...(input.installed === true ? ['credentials', 'install'] : []),
      ...['query', 'sessions', 'tokens'],
    ],
    steps: [
      { as: 'w', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
      ...calls,
      { actor: 'w', op: 'world.exit', args: {} },
      {
        actor: 'init',
        op: 'kacs_destroy_empty_session',
        args: { id: { ref: 's.id' } },
        onlyIf: { step: 's', ended: 'returned' },
        note: TEARDOWN_NOTE,
      },
    ],
  };
}

function tokenSteps(
  session: string,
  spec: string | ByteExpression,
  installed: boolean,
): readonly CallStep[] {
  const created = { step: 't', ended: 'returned' } as const;
  const token = { ref: 't.handle' };
  return [
    { as: 's', actor: 'w', op: 'kacs_create_session', args: { spec: session } },
    { as: 't', actor: 'w', op: 'kacs_create_token', args: { spec } },
    observeStep([token], 't'),
    ...(installed
      ? [
          { as: 'i', actor: 'w', op: INSTALL, args: { token }, onlyIf: created },
          { actor: 'w', op: 'world.credentials', args: {}, onlyIf: { ...created, step: 'i' } },
        ]
      : []),
  ];
}

function sessionSteps(
  spec: string | ByteExpression,
  token: string | ByteExpression,
): readonly CallStep[] {
  const created = { step: 's', ended: 'returned' } as const;
  return [
    { as: 's', actor: 'w', op: 'kacs_create_session', args: { spec } },
    {
      actor: 'w',
      op: 'world.observe',
      args: { tokens: [], sessions: [{ ref: 's.id' }] },
      onlyIf: created,
    },
    { as: 't', actor: 'w', op: 'kacs_create_token', args: { spec: token }, onlyIf: created },
    observeStep([{ ref: 't.handle' }], 't'),
  ];
}

function observeStep(tokens: readonly Argument[], step: string): CallStep {
  return {
    actor: 'w',
    op: 'world.observe',
    args: { tokens },
    onlyIf: { step, ended: 'returned' },
  };
}

function expressionOf({ bytes, sessionAt, logonSidAt }: WireInput): string | ByteExpression {
  const patches: Patch[] = [];
  if (sessionAt !== undefined && sessionAt + SESSION_ID_BYTES <= bytes.length) {
    patches.push({ at: sessionAt, width: SESSION_ID_BYTES, ref: 's.id' });
  }
  if (logonSidAt !== undefined && logonSidAt + LOGON_SID_BYTES <= bytes.length) {
    patches.push({ at: logonSidAt, width: LOGON_SID_BYTES, ref: 's.logonSid' });
  }
  return patches.length === 0 ? toHex(bytes) : { hex: toHex(bytes), patches };
}

/** The input that a Program of this target stands for; undefined if it is none. @internal */
export function inputOfProgram(program: Program): WireInput | undefined {
  const token = program.id === PROGRAM_ID.TOKEN_SPEC;
  if (!token && program.id !== PROGRAM_ID.SESSION_SPEC) return undefined;
  const wanted = token ? 't' : 's';
  const step = program.steps.find((one): one is CallStep => 'op' in one && one.as === wanted);
  const spec = step?.args['spec'];
  const structure = token ? 'TOKEN_SPEC' : 'SESSION_SPEC';
  const installed = program.steps.some((one) => 'op' in one && one.op === INSTALL);
  const how = installed ? { installed } : {};
  if (typeof spec === 'string') return readable(structure, spec, [], how);
  if (typeof spec !== 'object' || spec === null || !('hex' in spec)) return undefined;
  const { hex, patches } = spec as ByteExpression;
  return readable(structure, hex, patches, how);
}

function readable(
  structure: SpecStructure,
  hex: string,
  patches: readonly Patch[],
  how: { readonly installed?: true },
): WireInput | undefined {
  if (hex.length > INPUT_BYTES_MAX * 2 || !/^(?:[0-9a-f]{2})*$/.test(hex)) return undefined;
  const placeOf = (ref: string): number | undefined =>
    patches.find((patch) => patch.ref === ref)?.at;
  return {
    structure,
    bytes: fromHex(hex),
    sessionAt: placeOf('s.id'),
    logonSidAt: placeOf('s.logonSid'),
    ...how,
  };
}
