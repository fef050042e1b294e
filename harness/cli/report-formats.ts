/** @module Options of `report` and `diff`. */

/** Formats of reports, as `--to` names them. @internal */
export const FORMATS = ['html', 'junit', 'markdown', 'sarif', 'badge', 'json'] as const;

/** @internal */
export type Format = (typeof FORMATS)[number];

/** @internal */
export interface ReportFlags {
  readonly to: Format;
  readonly beside?: readonly string[];
  readonly baseline?: string;
  readonly out?: string;
}

/** @internal */
export interface DiffFlags {
  readonly failOn?: 'new-failures';
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}
