// Pictures of every screen, with the stand-in for the shell: `npm run shots [-- name-part …]` → shots/*.png.
// CHROMIUM names the browser; it says on the console what is wider than the page or too small for a finger.
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const SIZES = {
	phone: { width: 390, height: 844 },
	desk: { width: 1280, height: 800 },
	small: { width: 320, height: 640 },
	middle: { width: 900, height: 800 },
	window: { width: 944, height: 672 }
};
const ORDER = '/orders/S03-4820302-7702942';
const SCREENS = {
	home: '/',
	'home-empty': '/?fake=empty',
	'home-offline': '/?fake=offline',
	'home-loading': '/?fake=slow',
	approval: '/approval',
	'approval-expired': '/approval?fake=expired',
	'approval-refused': '/approval?fake=refused',
	welcome: '/welcome?fake=welcome',
	pin: '/welcome?fake=passkey',
	store: '/store',
	'store-soon': '/store?fake=soon',
	'store-paid': '/store?fake=paid',
	'store-offline': '/store?fake=offline',
	history: '/orders',
	'history-empty': '/orders?fake=empty',
	order: ORDER,
	'order-declined': '/orders/S03-4820308-7702948',
	receipt: `${ORDER}/receipt`,
	cards: '/cards',
	'cards-empty': '/cards?fake=empty',
	'card-add': '/cards/add',
	'cards-offline': '/cards?fake=offline',
	'cards-loading': '/cards?fake=slow',
	'cards-all': '/cards/all',
	'cards-order': '/cards/order',
	card: '/cards/card-1',
	'card-expiring': '/cards/card-3',
	'top-up': '/cards/top-up',
	'top-up-chain': '/cards/top-up/slip?amount=3000',
	'top-up-slip': '/cards/top-up/top-up-1',
	'top-up-numbers': '/cards/top-up/top-up-9?fake=numbers',
	'top-up-bank': '/cards/top-up/top-up-2',
	'top-up-settled': '/cards/top-up/top-up-1?fake=arrives',
	'top-up-late': '/cards/top-up/top-up-5',
	'top-up-twice': '/cards/top-up/top-up-6',
	'top-up-failed': '/cards/top-up/top-up-7',
	'top-up-missing': '/cards/top-up/none',
	'top-ups': '/cards/top-up/history',
	'top-ups-empty': '/cards/top-up/history?fake=empty',
	automatic: '/cards/top-up/automatic?fake=automatic',
	'automatic-off': '/cards/top-up/automatic',
	'automatic-failed': '/cards/top-up/automatic?fake=automatic,automatic-failed',
	balance: '/cards/balance',
	'balance-empty': '/cards/balance?fake=empty',
	points: '/rewards/history',
	terms: '/cards/terms',
	gifts: '/cards/gifts',
	'gifts-empty': '/cards/gifts?fake=empty',
	'gift-new': '/cards/gifts/new',
	'gift-scheduled': '/cards/gifts/gift-1',
	'gift-sent': '/cards/gifts/gift-2',
	'gift-redeemed': '/cards/gifts/gift-3',
	gift: '/cards/redeem',
	rewards: '/rewards',
	security: '/security',
	'passkey-add': '/security/passkeys/add',
	'pin-passkey': '/pin?fake=add-passkey',
	'pin-passkey-remove': '/pin?fake=remove-passkey',
	missing: '/nothing-here'
};

const wanted = process.argv.slice(2);
const sizes = (process.env.SIZES ?? 'phone,desk').split(',');
const schemes = (process.env.SCHEMES ?? 'light,dark').split(',');
const languages = (process.env.LANGUAGES ?? 'ja').split(',');

const server = await createServer({
	mode: 'fake',
	server: { port: 0, strictPort: false },
	// All at once: a package that is found only on its page would reload the page under the camera.
	optimizeDeps: { entries: ['src/**/*.svelte', 'src/**/*.ts'] },
	logLevel: 'error'
});
await server.listen();
const origin = server.resolvedUrls.local[0].replace(/\/$/, '');
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
});
await mkdir('shots', { recursive: true });

/** What a reader with big fingers or a narrow screen would trip over. */
function faults() {
	const found = [];
	if (document.documentElement.scrollWidth > innerWidth)
		found.push(`wider than the page by ${document.documentElement.scrollWidth - innerWidth}`);
	if (innerWidth < 760)
		for (const target of document.querySelectorAll('a[href], button, input, [role=switch], [role=radio]')) {
			const { width, height } = target.getBoundingClientRect();
			const label = target.getAttribute('aria-label') ?? target.textContent?.trim();
			if (width > 1 && height < 43.5 && !target.closest('label'))
				found.push(`${Math.round(height)} high: ${label}`);
		}
	return found;
}

async function shoot(name, path, size, scheme, language) {
	const context = await browser.newContext({
		viewport: SIZES[size],
		colorScheme: scheme,
		deviceScaleFactor: size === 'phone' ? 2 : 1,
		reducedMotion: 'reduce'
	});
	await context.addInitScript((chosen) => localStorage.setItem('saifu.language', chosen), language);
	const page = await context.newPage();
	page.on('pageerror', (error) => console.error(name, error.message));
	page.on('console', (line) => line.type() === 'error' && console.error(name, line.text()));
	await page.goto(origin + path, { waitUntil: 'networkidle' });
	await page.waitForTimeout(name.includes('loading') ? 2500 : 700);
	const file = `shots/${name}.${size}.${scheme}${language === 'ja' ? '' : `.${language}`}.png`;
	await page.screenshot({ path: file });
	if (process.env.FULL) await page.screenshot({ path: file.replace('.png', '.full.png'), fullPage: true });
	for (const fault of await page.evaluate(faults)) console.warn(file, fault);
	await context.close();
}

for (const [name, path] of Object.entries(SCREENS)) {
	if (
		wanted.length &&
		!wanted.some((part) => name === part || (part.endsWith('*') && name.startsWith(part.slice(0, -1))))
	)
		continue;
	for (const size of sizes)
		for (const scheme of schemes)
			for (const language of languages) await shoot(name, path, size, scheme, language);
}
await browser.close();
await server.close();
