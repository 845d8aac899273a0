import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * Whether the element has come near to what the reader sees, or is to be printed: what it needs is fetched only then.
 * Once near, it stays so.
 */
export function useNearness(): [{ current: HTMLDivElement | null }, boolean] {
  const element = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (element.current === null) return;
    const comeNear = () => {
      setNear(true);
    };
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) comeNear();
      },
      { rootMargin: '50%' },
    );
    observer.observe(element.current);
    addEventListener('beforeprint', comeNear);
    return () => {
      observer.disconnect();
      removeEventListener('beforeprint', comeNear);
    };
  }, []);
  return [element, isNear];
}
