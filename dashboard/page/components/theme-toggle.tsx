import { useEffect, useState } from 'preact/hooks';

type Theme = 'light' | 'dark';

/** Light or dark. What the system prefers holds until the reader chooses; `theme-script.ts` sets the choice before the first paint. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>('light');
  useEffect(() => {
    setTheme(currentTheme());
  }, []);
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  const choose = () => {
    document.documentElement.dataset['theme'] = other;
    keep(other);
    setTheme(other);
  };
  return (
    <button type="button" class="theme-toggle" onClick={choose} aria-pressed={theme === 'dark'}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <circle cx="10" cy="10" r="7.25" fill="none" stroke="currentColor" stroke-width="1.5" />
        <path d="M10 2.75a7.25 7.25 0 0 1 0 14.5z" fill="currentColor" />
      </svg>
      <span class="visually-hidden">Dark theme</span>
    </button>
  );
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** A browser that keeps nothing (private windows) forgets the choice with the page. */
function keep(theme: Theme): void {
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // Nothing is lost but the memory of it.
  }
}
