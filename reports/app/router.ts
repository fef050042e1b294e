/** @module Places in the page: the fragment of its address, with the filters in a query. */
import { useEffect, useState } from 'preact/hooks';

/** `#/case/a%2Fb?x=1`: a view, what it shows, and how. @internal */
export interface Route {
  readonly view: string;
  readonly id: string;
  readonly query: URLSearchParams;
}

/** @internal */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [view = '', ...rest] = path.split('/');
  return { view, id: rest.map(decode).join('/'), query: new URLSearchParams(query) };
}

/** @internal */
export function linkTo(view: string, id = '', query?: Readonly<Record<string, string>>): string {
  const path = id === '' ? view : `${view}/${id.split('/').map(encodeURIComponent).join('/')}`;
  const entries = Object.entries(query ?? {}).filter(([, value]) => value !== '');
  const suffix = entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
  return `#/${path}${suffix}`;
}

/** Goes to a place, which the way back leads away from again. @internal */
export function goTo(hash: string): void {
  location.hash = hash;
}

/** Writes filters into the address without a step in the history for each letter. @internal */
export function rewrite(hash: string): void {
  if (location.hash === hash) return;
  history.replaceState(history.state, '', hash);
  dispatchEvent(new Event('hashchange'));
}

/** The place that the address names, kept up to date. @internal */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return parseRoute(hash);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
