/** @module A verdict with its colour, its mark and its word. */
import type { VNode } from 'preact';
import { shadeOf, VERDICT_LABELS, VERDICT_MARKS, type ClauseVerdict } from '../../verdict-words.js';

/** @internal */
export function Pill({ verdict }: { readonly verdict: ClauseVerdict }): VNode {
  return (
    <span class={`pill ${shadeOf(verdict)}`}>
      <span aria-hidden="true">{VERDICT_MARKS[verdict]}</span>
      <span class="word">{VERDICT_LABELS[verdict]}</span>
    </span>
  );
}

/** Only the mark, its word for screen readers and on hover. @internal */
export function Mark({ verdict }: { readonly verdict: ClauseVerdict }): VNode {
  return (
    <span class={`mark ${shadeOf(verdict)}`} title={VERDICT_LABELS[verdict]}>
      <span aria-hidden="true">{VERDICT_MARKS[verdict]}</span>
      <span class="unseen">{VERDICT_LABELS[verdict]}</span>
    </span>
  );
}
