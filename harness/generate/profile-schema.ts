/** @module The JSON Schema of profile files, from the catalogue's switches. */
import type { CatalogueProfiles } from './profiles.js';

/** `corpus/schemas/profile-file.schema.json`. @internal */
export function renderProfileSchema(catalogue: CatalogueProfiles): string {
  const abi = new Map<string, object>();
  for (const { abi: numbers } of catalogue.profiles) {
    for (const [key, value] of Object.entries(numbers)) {
      if (value !== null || !abi.has(key)) abi.set(key, abiSchema(value));
    }
  }
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'profile-file.schema.json',
    title: 'A profile of a candidate’s own',
    description: 'A built-in profile and what differs from it, along three axes.',
    type: 'object',
    additionalProperties: false,
    required: ['id', 'basis'],
    properties: {
      id: { type: 'string', pattern: '^[a-z0-9][a-z0-9.-]{0,63}$' },
      title: { type: 'string', minLength: 1, maxLength: 200 },
      basis: { enum: catalogue.profiles.map(({ id }) => id) },
      layout: { enum: ['wide', 'packed', 'packed-registry'] },
      claims: { enum: ['direct', 'indirect'] },
      abi: {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(abi),
      },
      switches: {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(catalogue.switches).map(([id, { values }]) => [
            id,
            { enum: Object.keys(values) },
          ]),
        ),
      },
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function abiSchema(value: unknown): object {
  if (Array.isArray(value)) {
    return { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 1 };
  }
  if (typeof value === 'string') return { type: 'string', pattern: '^0x[0-9A-Fa-f]+$' };
  return { type: ['integer', 'null'], minimum: 0 };
}
