import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The colour of the logo: what acts. Amber marks, teal says yes, red says no; the rest is grey. */
const petrol: MantineColorsTuple = ['#eef6f8', '#dbe9ed', '#b6d2da', '#8ebac7', '#6aa5b5', '#4a8fa1', '#2f7688', '#1c6072', '#0f4c5c', '#0a3844'];

/** The greys of the dark scheme lean towards petrol. */
const dark: MantineColorsTuple = ['#d3dadd', '#b9c3c7', '#8f9ba0', '#68757a', '#3f4b50', '#333e43', '#263035', '#1a2226', '#141b1e', '#0e1416'];

const SERIF = "'Source Serif 4 Variable', 'Source Serif 4', Georgia, 'Times New Roman', serif";

export const theme = createTheme({
  colors: { petrol, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 6 },
  autoContrast: true,
  defaultRadius: 'sm',
  fontFamily: "'Source Sans 3 Variable', 'Source Sans 3', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, monospace",
  headings: {
    fontFamily: SERIF, fontWeight: '600',
    sizes: { h1: { fontSize: '2.1rem', lineHeight: '1.18' }, h2: { fontSize: '1.45rem', lineHeight: '1.25' }, h3: { fontSize: '1.15rem', lineHeight: '1.3' } },
  },
});

/** The nonce of this answer's content security policy, put into the page by the server. */
export function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}
