/** @module Arguments and results of calls, in words where their numbers have any. */
import type { VNode } from 'preact';
import type { Json, Outcome } from '../../../harness/program/program.js';
import { plural, shorten } from '../../visible-text.js';

/** Hex digits of a long buffer that are shown; the hex view has the rest. */
const HEX_DIGITS_SHOWN = 40;
const ENTRIES_MAX = 24;
const LIMITS = { characters: 20_000, lines: 200 };
/** Longer values unfold. */
const INLINE_MAX = 160;

/** Named values; `words` says what some of them mean. @internal */
export function Values(props: {
  readonly values: Readonly<Record<string, Json>>;
  readonly words?: Readonly<Record<string, string>> | undefined;
}): VNode | null {
  const entries = Object.entries(props.values);
  if (entries.length === 0) return null;
  const rest = entries.length - ENTRIES_MAX;
  return (
    <dl class="values">
      {entries.slice(0, ENTRIES_MAX).map(([name, value]) => (
        <div key={name}>
          <dt class="foreign">{name}</dt>
          <dd class="foreign">
            <Value value={value} />
            {props.words !== undefined && Object.hasOwn(props.words, name) && (
              <span class="in-words">{props.words[name]}</span>
            )}
          </dd>
        </div>
      ))}
      {rest > 0 && (
        <div>
          <dt>…</dt>
          <dd>{plural(rest, 'more value')}</dd>
        </div>
      )}
    </dl>
  );
}

function Value({ value }: { readonly value: Json }): VNode {
  if (typeof value === 'string') {
    if (value.length > HEX_DIGITS_SHOWN && /^[0-9a-f]+$/.test(value)) {
      const size = plural(value.length / 2, 'byte');
      return (
        <>
          <code>{value.slice(0, HEX_DIGITS_SHOWN)}…</code> <span class="soft">{size}</span>
        </>
      );
    }
    return <code>{value === '' ? '""' : value}</code>;
  }
  const bytes = bytesOf(value);
  if (bytes !== undefined) return <Value value={bytes} />;
  const text = JSON.stringify(value);
  const named = refOf(value);
  if (named !== undefined) return <code>{named}</code>;
  if (text.length <= INLINE_MAX) return <code>{text}</code>;
  return (
    <details class="long-value">
      <summary>
        <code>{text.slice(0, 48)}…</code>
      </summary>
      <code>{shorten(text, LIMITS)}</code>
    </details>
  );
}

/** Bytes of a Program with holes, which a run fills. */
function bytesOf(value: Json): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { hex, patches } = value as { readonly hex?: Json; readonly patches?: Json };
  return typeof hex === 'string' && Array.isArray(patches) ? hex : undefined;
}

/** What a Program says instead of a number that only a run has. */
function refOf(value: Json): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { ref } = value as { readonly ref?: Json };
  return typeof ref === 'string' ? `$${ref}` : undefined;
}

/** What the candidate did with a call. @internal */
export function OutcomeView({ outcome }: { readonly outcome: Outcome }): VNode {
  switch (outcome.kind) {
    case 'returned':
      return (
        <div class="outcome">
          <b class="returned">returned</b>
          <Values values={outcome.value} />
        </div>
      );
    case 'refused':
      return (
        <div class="outcome">
          <b class="refused">refused</b> <code class="foreign">{outcome.errno}</code>{' '}
          <span class="soft">({outcome.number})</span>
          {outcome.out !== undefined && <Values values={outcome.out} />}
        </div>
      );
    case 'crashed':
      return (
        <div class="outcome">
          <b class="crashed">crashed</b>{' '}
          {outcome.signal !== undefined && <code class="foreign">{outcome.signal}</code>}
          <pre class="foreign">{outcome.detail}</pre>
        </div>
      );
    case 'timedOut':
      return (
        <div class="outcome">
          <b class="crashed">no answer</b> within {outcome.afterMs} ms
        </div>
      );
    default:
      return <div class="outcome soft">an outcome that this page does not know</div>;
  }
}
