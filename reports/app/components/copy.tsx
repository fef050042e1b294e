/** @module Text to take along: a command line, a reproducer. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';

/** A button that copies; where that is not allowed, it selects instead. @internal */
export function CopyButton(props: {
  readonly text: () => string;
  readonly label: string;
  readonly selects?: () => Node | null;
}): VNode {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(props.text());
      setSaid('Copied');
    } catch {
      setSaid(copyBySelection(props.text()) ? 'Copied' : 'Not allowed here');
    }
    setTimeout(() => setSaid(''), 2000);
  };
  return (
    <button type="button" class="copy" onClick={() => void copy()} aria-live="polite">
      {said === '' ? props.label : said}
    </button>
  );
}

/** Older, and allowed on pages from disk. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'unseen';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** @internal */
export function Command({ title, text }: { readonly title: string; readonly text: string }): VNode {
  return (
    <div class="command">
      <h3>{title}</h3>
      <div class="command-line">
        <pre tabIndex={0} aria-label={title}>
          <code>{text}</code>
        </pre>
        <CopyButton text={() => text} label="Copy" />
      </div>
    </div>
  );
}
