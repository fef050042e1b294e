/** @module The keys, in a dialog. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** @internal */
export function Help(props: {
  readonly tabs: readonly { readonly label: string }[];
  readonly onClose: () => void;
}): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const rows: readonly (readonly [string, string])[] = [
    ...props.tabs.map(({ label }, n) => [String(n + 1), label] as const),
    ['f', 'only what fails, or everything again'],
    ['n  p', 'next and previous case that needs attention'],
    ['/', 'to the filter; Escape clears it'],
    ['↑  ↓', 'in a list, from row to row; Enter opens'],
    ['←  →', 'in bytes, from field to field'],
    ['?', 'these keys'],
  ];
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={props.onClose}>
      <h2 id="help-title">Keys</h2>
      <dl>
        {rows.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              {keys.split('  ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button>Close</button>
      </form>
    </dialog>
  );
}
