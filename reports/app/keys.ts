/** @module Keys that work everywhere: to a view, to what fails, to the filter. */
import { useEffect } from 'preact/hooks';
import type { Model } from './model.js';
import { goTo, linkTo, parseRoute, rewrite, type Route } from './router.js';

/** @internal */
export function useKeys(
  model: Model,
  tabs: readonly { readonly view: string }[],
  onHelp: () => void,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (document.querySelector('dialog[open]') !== null || isTyping(event.target)) return;
      // The address, not what is drawn: keys may come faster than the page follows.
      const route = parseRoute(location.hash);
      const act = actionOf(event.key, model, route, tabs, onHelp);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}

function actionOf(
  key: string,
  model: Model,
  route: Route,
  tabs: readonly { readonly view: string }[],
  onHelp: () => void,
): (() => void) | undefined {
  const tab = /^[1-9]$/.test(key) ? tabs[Number(key) - 1] : undefined;
  if (tab !== undefined) return () => goTo(linkTo(tab.view));
  switch (key) {
    case '?':
      return onHelp;
    case '/':
      return () => focusFilter(route);
    case 'f':
      return model.current && (() => toggleFailing(route));
    case 'n':
      return () => toNotable(model, route, 1);
    case 'p':
      return () => toNotable(model, route, -1);
    default:
      return undefined;
  }
}

const FILTER = 'input[type=search]';
let filterWanted = false;

/** What takes the focus in a view that has just come up: its heading, or the filter. @internal */
export function arrivalTarget(): string {
  const target = filterWanted ? FILTER : 'h1';
  filterWanted = false;
  return target;
}

function focusFilter(route: Route): void {
  const input = document.querySelector<HTMLInputElement>(FILTER);
  if (input !== null) input.focus();
  else if (route.view !== 'clauses') {
    filterWanted = true;
    goTo(linkTo('clauses'));
  }
}

/** In a list: only what fails, or everything again. From elsewhere: to the failing clauses. */
function toggleFailing({ view, query }: Route): void {
  if (!['clauses', 'cases', 'rulings'].includes(view)) {
    goTo(linkTo('clauses', '', { failing: '1' }));
    return;
  }
  const next = Object.fromEntries(query);
  if (next['failing'] === '1') delete next['failing'];
  else next['failing'] = '1';
  delete next['status'];
  rewrite(linkTo(view, '', next));
}

/** To the next or previous thing that needs attention. */
function toNotable(model: Model, { view, id }: Route, direction: 1 | -1): void {
  const findings = view === 'finding' || model.current === undefined;
  const ids = findings
    ? (model.campaign?.findings ?? []).map(({ signature }) => signature)
    : (model.current?.notable ?? []).map((one) => one.id);
  const here = ids.indexOf(id);
  const next = here < 0 ? (direction > 0 ? 0 : ids.length - 1) : here + direction;
  const target = ids[next];
  if (target !== undefined) goTo(linkTo(findings ? 'finding' : 'case', target));
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea') !== null;
}
