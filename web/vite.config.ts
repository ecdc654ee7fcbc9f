import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  worker: { format: 'es' },
  optimizeDeps: { exclude: ['@cornerstonejs/dicom-image-loader'], include: ['dicom-parser'] },
  // Nothing is inlined: the content security policy allows fonts and pictures from the server only.
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 6000, rolldownOptions: { output: { strictExecutionOrder: true } } },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/files': 'http://127.0.0.1:8080' } },
  test: { environment: 'node', include: ['src/**/*.test.ts', 'src/**/*.test.tsx'] },
});
