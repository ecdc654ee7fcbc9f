import '@fontsource-variable/source-sans-3/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import '@mantine/core/styles.css';
import './app/theme.css';
import './app/i18n';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { watchForOthers } from './app/leaving';
import { styleNonce } from './app/theme';

// The library that stops the page from scrolling behind a dialog adds a style, and looks for its nonce here.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce();

watchForOthers();

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
