/** @module Whether the page is as narrow as a telephone. */
import { useEffect, useState } from 'preact/hooks';

const QUERY = '(max-width: 44rem)';

/** @internal */
export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(QUERY).matches);
  useEffect(() => {
    const list = matchMedia(QUERY);
    const follow = (): void => setNarrow(list.matches);
    list.addEventListener('change', follow);
    return () => list.removeEventListener('change', follow);
  }, []);
  return narrow;
}
