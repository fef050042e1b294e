/** @module How far down the reader was: whoever comes back finds the list where it was left. */
import type { Route } from './router.js';

const PAUSE_MS = 120;

/** Keeps the position in the entry of the history; returns how to stop. @internal */
export function rememberPlaces(): () => void {
  history.scrollRestoration = 'manual';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const remember = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState({ top: scrollY }, ''), PAUSE_MS);
  };
  addEventListener('scroll', remember, { passive: true });
  return () => {
    clearTimeout(timer);
    removeEventListener('scroll', remember);
  };
}

/** To where the reader was, or to the beginning; a ruling brings itself into sight. @internal */
export function returnToPlace({ view, id }: Route): void {
  const { top } = (history.state ?? {}) as { readonly top?: number };
  if (top !== undefined) scrollTo(0, top);
  else if (view !== 'rulings' || id === '') scrollTo(0, 0);
}
