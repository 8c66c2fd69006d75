import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['globalVariable', 'baseLocale']
		}),
		sveltekit()
	],
	clearScreen: false,
	build: { target: 'safari16' },
	server: { host: '127.0.0.1', strictPort: true, port: 5173 },
	test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
	resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined
});
