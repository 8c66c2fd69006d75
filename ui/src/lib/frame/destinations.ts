import Coins from '@lucide/svelte/icons/coins';
import House from '@lucide/svelte/icons/house';
import QrCode from '@lucide/svelte/icons/qr-code';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Wallet from '@lucide/svelte/icons/wallet';
import { m } from '$lib/paraglide/messages';
import { ids } from '$lib/shared/testids';

const home = { path: '/', icon: House, short: m.nav_home, long: m.nav_home, testid: ids.navHome };
const history = {
	path: '/orders',
	icon: ReceiptText,
	short: m.nav_history,
	long: m.nav_history_long,
	testid: ids.navHistory
};
const store = { path: '/store', icon: QrCode, short: m.nav_pay, long: m.nav_store_long, testid: ids.navPay };
const rewards = {
	path: '/rewards',
	icon: Coins,
	short: m.nav_rewards,
	long: m.nav_rewards_long,
	testid: ids.navRewards
};
const cards = {
	path: '/cards',
	icon: Wallet,
	short: m.nav_cards,
	long: m.nav_cards_long,
	testid: ids.navCards
};
const security = {
	path: '/security',
	icon: ShieldCheck,
	short: m.nav_security,
	long: m.nav_security,
	testid: ids.navSecurity
};

/** The tab bar: paying stands in the middle, under the thumb. */
export const tabs = [home, history, store, rewards, cards];
/** The side navigation. */
export const links = [home, store, history, rewards, cards, security];

/** Whether a page belongs to a destination. */
export function isCurrent(path: string, pathname: string): boolean {
	return path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
}
