import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import messages from './eslint/messages.js';

const LIB = 'src/lib';
/** Below the concepts: these may not import from any of them. */
const BASE = ['api', 'shared', 'paraglide'];
const concepts = readdirSync(LIB).filter((name) => !BASE.includes(name));

const shell = { regex: '^@tauri-apps/', message: 'Only lib/api talks to Tauri.' };
const bindings = { regex: 'api/(bindings|events|refusal|fake)', message: 'Import from $lib/api.' };
const upwards = { regex: '^(\\.\\./)+routes|^\\$app/', message: 'lib knows nothing of routes.' };

function tier(files, patterns) {
	return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

/** The tiers: lib/shared ← lib/<concept> ← routes. */
const tiers = [
	tier(['src/routes/**'], [shell, bindings]),
	tier(
		[`${LIB}/shared/**`],
		[
			shell,
			bindings,
			upwards,
			{ regex: '^\\$lib/(?!shared/|api$|paraglide/)', message: 'lib/shared stands below the concepts.' },
			{ regex: `^(\\.\\./)+(${concepts.join('|')})/`, message: 'lib/shared stands below the concepts.' }
		]
	),
	...concepts.map((concept) =>
		tier(
			[`${LIB}/${concept}/**`],
			[
				shell,
				bindings,
				upwards,
				{
					regex: `^\\$lib/(?!shared/|api$|paraglide/|${concept}/)|^\\.\\./`,
					message: 'A concept stands on lib/shared and lib/api, not beside another; routes join them.'
				}
			]
		)
	),
	tier([`${LIB}/api/**`], [upwards, { regex: '^\\$lib/', message: 'lib/api stands on nothing of ours.' }])
];

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'shots/', `${LIB}/paraglide/`, `${LIB}/api/bindings.ts`] },
	js.configs.recommended,
	...ts.configs.strict,
	...ts.configs.stylistic,
	...svelte.configs.recommended,
	...svelte.configs.prettier,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			eqeqeq: 'error',
			'max-lines': ['error', { max: 200, skipBlankLines: false }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			// The app stands at the root of its own origin: there is no base path to resolve.
			'svelte/no-navigation-without-resolve': 'off',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } }
	},
	{
		files: ['src/**/*.ts', 'src/**/*.svelte'],
		ignores: ['**/*.test.ts', `${LIB}/api/fake/**`],
		plugins: { messages },
		rules: { 'messages/in-catalogue': 'error' }
	},
	...tiers
);
