/**
 * @module The parts of SARIF 2.1.0 (OASIS, errata 01) that our files use, as a JSON Schema: every
 * object closed to what the standard gives it and we write, with its required properties and closed
 * lists of values.
 */

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string', minLength: 1 };
const bag: Schema = { type: 'object' };
const list = (items: Schema, minItems = 0): Schema => ({ type: 'array', items, minItems });
const object = (required: readonly string[], properties: Schema): Schema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

/** §3.11: a message has a text, or an id of one. */
const message = object(['text'], { text });
/** §3.11.5: braces stand for placeholders, and come in pairs where they do not. */
const LEVELS = ['none', 'note', 'warning', 'error'];
const KINDS = ['pass', 'open', 'informational', 'notApplicable', 'review', 'fail'];

/** §3.49 */
const rule = object(['id'], { id: text, shortDescription: message, properties: bag });

/** §3.29, §3.4, §3.33: a location in a file, or in the structure of what was analysed. */
const location = object([], {
  physicalLocation: object(['artifactLocation'], {
    artifactLocation: object(['uri'], {
      uri: { type: 'string', pattern: '^[A-Za-z0-9._~%/-]+$' },
      uriBaseId: text,
    }),
  }),
  logicalLocations: list(object([], { fullyQualifiedName: text, kind: text })),
});

/** §3.35 */
const suppression = object(['kind'], {
  kind: { enum: ['inSource', 'external'] },
  status: { enum: ['accepted', 'underReview', 'rejected'] },
  justification: text,
});

/** §3.27.9: only what fails has a level. */
const result: Schema = {
  ...object(['ruleId', 'message', 'locations'], {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: -1 },
    kind: { enum: KINDS },
    level: { enum: LEVELS },
    message,
    locations: list(location, 1),
    partialFingerprints: { type: 'object', additionalProperties: text },
    suppressions: list(suppression),
    properties: bag,
  }),
  if: { type: 'object', required: ['kind'], properties: { kind: { const: 'fail' } } },
  else: { type: 'object', required: ['level'], properties: { level: { const: 'none' } } },
};

/** §3.20, §3.58 */
const invocation = object(['executionSuccessful'], {
  executionSuccessful: { type: 'boolean' },
  startTimeUtc: {
    type: 'string',
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$',
  },
  arguments: list({ type: 'string' }),
  toolExecutionNotifications: list(object(['message'], { level: { enum: LEVELS }, message })),
});

/** §3.13, §3.14, §3.18 @internal */
export const SARIF_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...object(['version', 'runs'], {
    $schema: { type: 'string', pattern: '^https://' },
    version: { const: '2.1.0' },
    runs: list(
      object(['tool'], {
        tool: object(['driver'], {
          driver: object(['name'], { name: text, version: text, rules: list(rule) }),
        }),
        automationDetails: object([], { id: text }),
        originalUriBaseIds: {
          type: 'object',
          additionalProperties: object([], { description: message }),
        },
        invocations: list(invocation),
        results: list(result),
        properties: bag,
      }),
    ),
  }),
};
