/** @module The registry-credentials extension (pkm-0.20), made by hand. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { utf8 } from '../language/steps.js';
import type { SuiteCase } from '../language/suite.js';
import type { BytesTemplate } from '../language/template.js';
import { refuses } from './forms.js';
import { handmade, number, user, type Section } from './handmade.js';

/** The parts of an extension; `layers` are names as hex. @internal */
export interface Extension {
  readonly version?: number;
  /** The second word. */
  readonly zero?: number;
  readonly scopes?: readonly string[];
  readonly layers?: readonly string[];
  /** Bytes behind the last layer name. */
  readonly behind?: string;
}

/** The section: one scope and one layer unless said otherwise. @internal */
export function extension(parts: Extension): Section {
  const { version = 1, zero = 0, scopes: guids = [guid(1)], behind = '' } = parts;
  const { layers = [utf8('base')] } = parts;
  return {
    name: 'registry',
    hex:
      [version, zero, guids.length, layers.length].map((word) => number(word)).join('') +
      guids.join('') +
      layers.map((layer) => number(layer.length / 2)).join('') +
      layers.join('') +
      behind,
  };
}

/** A GUID with a number in its first four bytes. @internal */
export function guid(n: number): string {
  return `${number(n)}11224433a5a5b6b6c7c7d8d8`;
}

/** Names that differ. @internal */
export function names(count: number): string[] {
  return Array.from({ length: count }, (_, n) => utf8(`layer${n}`));
}

/** GUIDs that differ. @internal */
export function scopes(count: number): string[] {
  return Array.from({ length: count }, (_, n) => guid(n + 1));
}

/** A token whose last section is the extension. @internal */
export function withExtension(parts: Extension): BytesTemplate {
  return handmade('packed', [user(), extension(parts)]);
}

/** A case of two extensions, of which the second is refused. @internal */
export function malformed(
  slug: string,
  title: string,
  clause: ClauseId,
  good: Extension,
  bad: Extension,
): SuiteCase {
  return refuses({
    slug,
    title,
    clause,
    labelled: clause,
    only: { R02: 'packed' },
    good: withExtension(good),
    bad: withExtension(bad),
  });
}
