/** Files beside the model, with the reason why the conformance cases do not run them. */
const TOOLS = 'a tool over the wire tables: the model never calls it, and its unit tests judge it';

export const OUTSIDE = {
  'reference/kernel/random.ts': 'noise of the served reference: any other is as good',
  'reference/wire/describe.ts': TOOLS,
  'reference/wire/edit.ts': TOOLS,
  'reference/wire/hex-view.ts': TOOLS,
  'reference/wire/json.ts': TOOLS,
  'reference/wire/mutant-bytes.ts': TOOLS,
  'reference/wire/mutant-values.ts': TOOLS,
  'reference/wire/mutants.ts': TOOLS,
  'reference/wire/path-text.ts': TOOLS,
};
