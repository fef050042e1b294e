/** @module A byte stream to an adapter, whatever carries it. */

/** How a link came to its end. @internal */
export type Ending =
  | { readonly kind: 'notStarted'; readonly code: string; readonly reason: string }
  | { readonly kind: 'exited'; readonly status: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'closed'; readonly reason: string }
  /** The target says that the system under test went down, as opposed to the link to it. */
  | { readonly kind: 'down'; readonly reason: string };

/** @internal */
export interface LinkHandlers {
  data(chunk: Buffer): void;
  /** The other side has taken what was written. */
  drained(): void;
  /** Exactly once, after all data. */
  ended(ending: Ending): void;
}

/** @internal */
export interface Link {
  write(text: string): void;
  /** Bytes that the other side has not taken yet. */
  readonly unsent: number;
  /** Ends it at once; `ended` follows. */
  kill(): void;
  /** Ends it politely, then less so; settles within bounds. */
  close(): Promise<void>;
  /** Settles when nothing is left of it. */
  readonly gone: Promise<void>;
  /** Settles with the next sign of life of the system behind it, if there is such a thing. */
  readonly alive?: () => Promise<void>;
  /** The last standard error text, if there is such a thing. */
  lastErrors(): string;
}

/** @internal */
export type OpenLink = (handlers: LinkHandlers) => Link;

/** An ending in words. @internal */
export function endingText(ending: Ending): string {
  switch (ending.kind) {
    case 'notStarted':
      return `could not be started (${ending.reason})`;
    case 'exited':
      return `exited with status ${ending.status}`;
    case 'signalled':
      return `was ended by ${ending.signal}`;
    case 'closed':
    case 'down':
      return ending.reason;
    default:
      return ending satisfies never;
  }
}
