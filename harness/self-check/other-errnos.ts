/** @module A model that answers with other errnos that the catalogue allows. */
import { ERRNO, type Errno } from '../../reference/abi/numbers.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { CreateTokenContext } from '../../reference/kernel/calls/create-token.js';
import type { Call, CallContext, Check, Model } from '../../reference/kernel/model.js';
import { clausesOf } from '../../reference/wire/wire.js';
import type { CatalogueView } from '../catalogue/catalogue.js';

/** Where no clause names a set. */
const ANY: readonly Errno[] = ['ENOENT', 'EIO', 'ENOMEM', 'EACCES', 'ERANGE', 'EINVAL'];

/** The errnos that each of the clauses allows; `undefined`: they may be any. */
function allowed(
  clauses: readonly ClauseId[],
  catalogue: CatalogueView,
): readonly Errno[] | undefined {
  const sets = clauses.flatMap((id) => {
    const judge = catalogue.get(id)?.judge;
    const rule = judge?.errno;
    if (rule === undefined) return [];
    const names = 'required' in rule ? rule.required : rule.allowed;
    return names.length === 0 ? [] : [names];
  });
  const [first, ...others] = sets;
  return first?.filter(
    (name): name is Errno => name in ERRNO && others.every((set) => set.includes(name)),
  );
}

/** The check with another errno: of its clauses and of those of the broken rules it stands for. */
function answeringWith(
  check: Check<CallContext>,
  catalogue: CatalogueView,
  n: number,
): Check<CallContext> {
  let errno = check.errno;
  return {
    id: check.id,
    clauses: check.clauses,
    get errno() {
      return errno;
    },
    refuses: (c) => {
      const refuses = check.refuses(c);
      const { issues = [] } = c as Partial<Pick<CreateTokenContext, 'issues'>>;
      const broken = issues.flatMap((issue) => clausesOf(c.world.model.wire, issue));
      const clauses = [...check.clauses, ...(check.id === 'spec' ? broken : [])];
      // What no clause of the profile speaks of stays: by it the teardown tells what is gone.
      const known = clauses.some((id) => catalogue.has(id));
      const set = allowed(clauses, catalogue) ?? (known ? ANY : [check.errno]);
      errno = set[n % set.length] ?? check.errno;
      return refuses;
    },
  };
}

/** The model with the n-th errno of each set, where there is one. @internal */
export function withOtherErrnos(model: Model, catalogue: CatalogueView, n: number): Model {
  const change = (call: Call): Call => ({
    ...call,
    checks: call.checks.map((check) => answeringWith(check, catalogue, n)),
  });
  return {
    ...model,
    calls: new Map([...model.calls].map(([name, call]) => [name, change(call)])),
  };
}
