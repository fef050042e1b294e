/** @module The filters of a list, kept in the address so that a list can be passed on. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { VERDICT_LABELS, type ClauseVerdict } from '../../verdict-words.js';
import { linkTo, parseRoute, rewrite, type Route } from '../router.js';

/** A choice of values that a list can be narrowed to. @internal */
export interface Choice {
  readonly key: string;
  readonly label: string;
  readonly any: string;
  readonly values: readonly string[];
  /** What a value is called, if not by itself. */
  label_of?(value: string): string;
}

/** @internal */
export function statusChoice(present: readonly ClauseVerdict[]): Choice {
  return {
    key: 'status',
    label: 'Status',
    any: 'any',
    values: present,
    label_of: (value) => VERDICT_LABELS[value as ClauseVerdict],
  };
}

/** @internal */
export function Filters(props: {
  readonly route: Route;
  readonly choices: readonly Choice[];
  readonly failing: number;
  /** What is shown of what there is, in words. */
  readonly shown: string;
}): VNode {
  const { route, choices, failing, shown } = props;
  const set = (key: string, value: string): void => {
    // Of the address, not of what is drawn: the page may be behind.
    const { query } = parseRoute(location.hash);
    rewrite(linkTo(route.view, '', { ...Object.fromEntries(query), [key]: value }));
  };
  const onlyFailing = route.query.get('failing') === '1';
  const clear = (): void => rewrite(linkTo(route.view));
  return (
    <form
      class="filters"
      role="search"
      aria-label="Filter"
      onSubmit={(event) => event.preventDefault()}
    >
      <label class="grow">
        <span>
          Text <kbd>/</kbd>
        </span>
        <TextFilter
          text={route.query.get('q') ?? ''}
          onText={(text) => set('q', text)}
          onClear={clear}
        />
      </label>
      {choices.map((choice) => (
        <label key={choice.key}>
          <span>{choice.label}</span>
          <select
            value={route.query.get(choice.key) ?? ''}
            onChange={(event) => set(choice.key, event.currentTarget.value)}
          >
            <option value="">{choice.any}</option>
            {choice.values.map((value) => (
              <option key={value} value={value}>
                {choice.label_of?.(value) ?? value}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button
        type="button"
        class="failing"
        aria-pressed={onlyFailing}
        onClick={() => {
          const { status: _, ...rest } = Object.fromEntries(route.query);
          rewrite(linkTo(route.view, '', { ...rest, failing: onlyFailing ? '' : '1' }));
        }}
      >
        Only failing <b>{failing}</b> <kbd>f</kbd>
      </button>
      <output>{shown}</output>
      {route.query.size > 0 && (
        <button type="button" class="plain clear" onClick={clear}>
          Show all
        </button>
      )}
    </form>
  );
}

/** Who types is faster than the page: while it has the focus, the field is theirs alone. */
function TextFilter(props: {
  readonly text: string;
  onText(text: string): void;
  onClear(): void;
}): VNode {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const node = field.current;
    if (node !== null && node !== document.activeElement) node.value = props.text;
  }, [props.text]);
  return (
    <input
      ref={field}
      type="search"
      placeholder="id or words"
      autocomplete="off"
      spellcheck={false}
      onInput={(event) => props.onText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.currentTarget.value = '';
        props.onClear();
      }}
    />
  );
}

/** Words that all have to occur. @internal */
export function wordsOf(route: Route): readonly string[] {
  return (route.query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 20);
}
