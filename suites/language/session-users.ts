/**
 * @module Whose session a token is in. No text makes a kernel compare the user of a token with that
 * of its session, and none forbids it: what has to be accepted uses equal SIDs (ruling R98).
 */
import type { SuiteParallel, SuiteStep } from './suite.js';
import { ref, sessionSpec, PLAIN_TOKEN, USER } from './steps.js';
import type { BytesTemplate, TemplateValue } from './template.js';

type Step = SuiteStep | SuiteParallel;
type Fields = Readonly<Record<string, TemplateValue>>;

/** A token that a case has for a precondition, and what its spec says. */
interface Minted {
  readonly step: SuiteStep;
  readonly spec: BytesTemplate;
  readonly fields: Fields;
  readonly user: string;
}

/**
 * The steps with equal users: a session that has tokens of one user only is that user's, and beside
 * tokens of {@link USER} those of others get sessions of their own, unless they name theirs.
 * @internal
 */
export function withMatchingUsers(steps: readonly Step[]): readonly Step[] {
  const minted = steps.flatMap(mintedBy);
  if (minted.every(({ user }) => user === USER)) return steps;
  return steps.reduce((before, step) => {
    const name = plainSession(step);
    return name === undefined ? before : matched(before, step as SuiteStep, name);
  }, steps);
}

/** The same for the tokens of one session. */
function matched(steps: readonly Step[], session: SuiteStep, name: string): readonly Step[] {
  const tokens = steps.flatMap(mintedBy).filter(({ fields }) => sessionOf(fields) === `${name}.id`);
  const users = [...new Set(tokens.map(({ user }) => user))];
  const [only = USER] = users;
  if (users.length < 2) {
    return steps.map((step) => (step === session ? ofUser(session, only) : step));
  }
  const moved = new Map<Step, SuiteStep>();
  const added = new Map<string, SuiteStep>();
  for (const { step, spec, fields, user } of tokens) {
    // A ref of its own says that the token belongs into just that session.
    if (user === USER || fields['sessionId'] !== PLAIN_TOKEN.sessionId) continue;
    const own = `${name}OfUser${users.indexOf(user)}`;
    added.set(user, { ...ofUser(session, user), as: own });
    const value = { ...fields, sessionId: ref(`${own}.id`) };
    moved.set(step, { ...step, args: { ...step.args, spec: { ...spec, value } } });
  }
  return steps.flatMap((step) =>
    step === session ? [session, ...added.values()] : [moved.get(step) ?? step],
  );
}

function ofUser(session: SuiteStep, userSid: string): SuiteStep {
  const { value } = session.args['spec'] as BytesTemplate;
  return { ...session, args: { spec: sessionSpec({ ...(value as Fields), userSid }) } };
}

/** The name of a session of {@link USER} that a case has for a precondition. */
function plainSession(step: Step): string | undefined {
  if (!('op' in step) || step.op !== 'kacs_create_session' || !isPrecondition(step))
    return undefined;
  const spec = templateOf(step);
  const isPlain = spec?.edits.length === 0 && (spec.value as Fields)['userSid'] === USER;
  return isPlain ? step.as : undefined;
}

function mintedBy(step: Step): readonly Minted[] {
  if (!('op' in step) || step.op !== 'kacs_create_token' || !isPrecondition(step)) return [];
  const spec = templateOf(step);
  const fields = spec?.value as Fields | undefined;
  const user = fields?.['userSid'];
  return spec === undefined || fields === undefined || typeof user !== 'string'
    ? []
    : [{ step, spec, fields, user }];
}

function isPrecondition({ expect = [] }: SuiteStep): boolean {
  return expect.length > 0 && expect.every(({ clause }) => clause === undefined);
}

function templateOf({ args }: SuiteStep): BytesTemplate | undefined {
  const { spec } = args;
  return typeof spec === 'object' && spec !== null && 'template' in spec
    ? (spec as BytesTemplate)
    : undefined;
}

function sessionOf({ sessionId }: Fields): string | undefined {
  return typeof sessionId === 'object' && sessionId !== null && 'ref' in sessionId
    ? (sessionId.ref as string)
    : undefined;
}
