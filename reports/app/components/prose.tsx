/** @module Short Markdown of the catalogue: code, emphasis, links to clauses and rulings. */
import type { VNode } from 'preact';
import type { Model } from '../model.js';
import { linkTo } from '../router.js';

const PARTS = /(`[^`]+`|\*\*[^*]+\*\*|\b(?:[A-Z]{2,4}-\d{3}|R\d{2,3})\b)/;

/** A text of the catalogue in which code, clauses and rulings stand out. @internal */
export function Prose({ text, model }: { readonly text: string; readonly model: Model }): VNode {
  return (
    <>
      {text.split(/\n\s*\n/).map((paragraph, n) => (
        <p key={n}>
          <Inline text={paragraph} model={model} />
        </p>
      ))}
    </>
  );
}

/** @internal */
export function Inline({ text, model }: { readonly text: string; readonly model: Model }): VNode {
  const parts = text.split(PARTS).map((part, n) => {
    if (part.startsWith('`') && part.endsWith('`') && part.length > 2) {
      return <code key={n}>{part.slice(1, -1)}</code>;
    }
    if (part.startsWith('**') && part.endsWith('**') && part.length > 4) {
      return <b key={n}>{part.slice(2, -2)}</b>;
    }
    if (model.current?.clauseById.has(part) === true) {
      return (
        <a key={n} href={linkTo('clause', part)}>
          {part}
        </a>
      );
    }
    if (model.rulingById.has(part)) {
      return (
        <a key={n} href={linkTo('rulings', part)}>
          {part}
        </a>
      );
    }
    return part;
  });
  return <>{parts}</>;
}
