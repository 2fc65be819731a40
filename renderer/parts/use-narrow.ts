import { useMediaQuery } from '@mantine/hooks';

/** Whether the window is so narrow that panels fold and words have a shorter form. */
export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 1100px)', window.innerWidth <= 1100, { getInitialValueInEffect: false });
}
