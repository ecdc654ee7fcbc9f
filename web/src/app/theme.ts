import { createTheme } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 8, dark: 5 },
  defaultRadius: 'sm',
  fontFamily: "'Inter', 'Source Sans 3', system-ui, -apple-system, 'Segoe UI', sans-serif",
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.9rem', lineHeight: '1.2' }, h2: { fontSize: '1.35rem' }, h3: { fontSize: '1.1rem' } } },
});

/** The nonce of this answer's content security policy, put into the page by the server. */
export function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}
