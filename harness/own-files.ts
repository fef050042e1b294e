/** @module Which of our own files a value is, for messages about the wrong one. */
import { oneLine } from './protocol/excerpt.js';

/** Schemas are named with the kind of file and its version. */
const SCHEMA = /\/schemas\/([a-z]+)-(\d{1,6})\.json$/;

/**
 * What a value is that names another schema of ours than the wanted one; undefined if it names the
 * wanted one, or none. @internal
 */
export function otherFile(value: unknown, wanted: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(fields, 'payloadType')) return 'it is a certificate';
  const { schema } = fields;
  if (typeof schema !== 'string' || schema === wanted) return undefined;
  const [, kind, version] = SCHEMA.exec(schema) ?? [];
  if (kind === undefined || version === undefined) return undefined;
  const [, wantedKind, wantedVersion = ''] = SCHEMA.exec(wanted) ?? [];
  return kind === wantedKind
    ? `it is a ${kind} of version ${version}, and this program reads version ${wantedVersion}`
    : `it is a ${oneLine(kind, 40)}`;
}
