import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const testing = Boolean(process.env.VITEST);

const messages = paraglideVitePlugin({
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['globalVariable', 'baseLocale']
});

export default defineConfig({
	// `npm test` compiles the messages beforehand: the plugin's watcher would keep the test run from ending.
	plugins: [testing ? [] : messages, sveltekit()],
	clearScreen: false,
	build: { target: 'safari16' },
	server: {
		host: '127.0.0.1',
		strictPort: true,
		port: 5173,
		// A test reads the codes of refusals where they are sent: in the Rust sources.
		fs: testing ? { allow: ['..'] } : undefined
	},
	test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
	resolve: testing ? { conditions: ['browser'] } : undefined
});
