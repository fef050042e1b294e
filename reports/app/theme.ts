/** @module Light or dark: what the system says, unless the reader chose. */

/** @internal */
export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'kacs-report-theme';
const ORDER: readonly Theme[] = ['auto', 'light', 'dark'];

/** @internal */
export function savedTheme(): Theme {
  try {
    const saved = localStorage.getItem(KEY);
    return ORDER.find((theme) => theme === saved) ?? 'auto';
  } catch {
    // A page from disk may have no storage.
    return 'auto';
  }
}

/** @internal */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Then it lasts as long as the page.
  }
}

/** @internal */
export function nextTheme(theme: Theme): Theme {
  return ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? 'auto';
}
